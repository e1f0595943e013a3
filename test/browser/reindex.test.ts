/** Another model, from the studio: it looks at everything beside the one in use, takes over, and is rolled back. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtinModel } from "../../src/vision/vision.ts";
import { writeTinyModel } from "../tiny-models.ts";
import { axeFindings, inBrowser, photograph, settle, useApp } from "./app.ts";

inBrowser("reindexing", () => {
  const app = useApp({ data: null });
  const names = ["sofa-156-b", "sofa-158-a", "vase-021-b", "vase-001-a"];

  test("followed to its end, in use, and back again", async () => {
    const clip = writeTinyModel(join(mkdtempSync(join(tmpdir(), "bowerbird-reindex-")), "my-clip"), "clip");
    const pictures = names.map(
      (name) => new Blob([new Uint8Array(readFileSync(`samples/home/pictures/${name}.webp`))]),
    );
    await app.client.pins.create({ pictures });
    const page = await app.open("/studio/models", { as: "admin" });
    const row = (model: string) => page.getByRole("row").filter({ hasText: model });
    await row(builtinModel).getByText("in use").waitFor();
    await page.getByRole("button", { name: "Reindex" }).click();
    await page.getByLabel("By which model").fill(clip);
    await photograph(page, "reindex-sheet-1280-light");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Begin" }).click();
    const job = page.locator(".job").filter({ hasText: clip });
    await job.getByText("done", { exact: true }).waitFor();
    await job.getByText(/4 of 4/).waitFor();
    await row("my-clip").getByText("in use").waitFor();
    await row(builtinModel).getByText("before this one").waitFor();
    await settle(page);
    await photograph(page, "reindexed-1280-light");
    await page.setViewportSize({ width: 390, height: 844 });
    await photograph(page, "reindexed-390-light");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Roll back" }).click();
    await row(builtinModel).getByText("in use").waitFor();
    expect((await app.client.models.read()).model).toBe(builtinModel);
  });

  test("a model that is not there is said, and nothing changes", async () => {
    const page = await app.open("/studio/models", { as: "admin" });
    await page.getByRole("button", { name: "Reindex" }).click();
    await page.getByLabel("By which model").fill("/nowhere/at-all");
    await page.getByRole("button", { name: "Begin" }).click();
    await page
      .locator(".toast, .job")
      .filter({ hasText: /nowhere/ })
      .first()
      .waitFor();
    expect((await app.client.models.read()).model).toBe(builtinModel);
  });
});
