/** Adding pictures: many at once, one of them bad. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { test } from "vitest";
import { inBrowser, useApp } from "./app.ts";

inBrowser("adding pictures", () => {
  const app = useApp();

  test("one bad file among others says what to do; the others are there", async () => {
    const page = await app.open("/add", { as: "member" });
    const fresh = await sharp("samples/home/pictures/sofa-156-b.webp").flop().png().toBuffer();
    await page.setInputFiles("input[type=file][multiple]", [
      { name: "good.png", mimeType: "image/png", buffer: fresh },
      { name: "bad.png", mimeType: "image/png", buffer: Buffer.from("no picture") },
      {
        name: "known.webp",
        mimeType: "image/webp",
        buffer: readFileSync("samples/home/pictures/vase-001-a.webp"),
      },
    ]);
    await page
      .getByText(/not a picture|can't be read|no picture/i)
      .first()
      .waitFor();
    await page.getByText("2 of 3 added").waitFor();
    await page.getByText("Already here").waitFor();
  });
});
