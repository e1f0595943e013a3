/** Search by a picture of one's own: a file, a paste, a link, a drop, a camera. */
import { test } from "vitest";
import { inBrowser, settle, useApp } from "./app.ts";

const sofa = "samples/home/pictures/sofa-156-b.webp";

inBrowser("search by picture", () => {
  const app = useApp();

  test("a file; it is still there after a reload", async () => {
    const page = await app.open("/");
    await page.getByRole("button", { name: "Search by picture" }).first().click();
    await page.setInputFiles("dialog input[type=file]", sofa);
    await page.waitForURL(/\/look\//);
    await page.locator(".query-picture img").waitFor();
    await page.locator(".pin-tile").first().waitFor();
    await page.reload();
    await page.locator(".query-picture img").waitFor();
    await settle(page);
  });

  test("a frame of the camera", async () => {
    const page = await app.open("/", { permissions: ["camera"] });
    await settle(page);
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Use the camera" }).click();
    await page.getByRole("button", { name: "Search this" }).click();
    await page.waitForURL(/\/look\//);
  });
});
