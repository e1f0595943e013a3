/** The studio, by an admin: people, keys, imports that are followed, models, storage, settings, the trail. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, settle, useApp } from "./app.ts";

const pages = ["", "/imports", "/models", "/people", "/keys", "/storage", "/settings", "/audit"] as const;

inBrowser("the studio", () => {
  const app = useApp();

  test("an import is followed while it goes on and to its report, with what failed", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "bowerbird-studio-")), "cups");
    mkdirSync(folder);
    const turned = sharp("samples/home/pictures/vase-001-a.webp").flop();
    for (let width = 300; width < 324; width++)
      await turned
        .clone()
        .resize({ width })
        .png()
        .toFile(join(folder, `fresh-${width}.png`));
    writeFileSync(join(folder, "broken.png"), "no picture");
    const page = await app.open("/studio/imports", { as: "admin" });
    await page.getByLabel("From the server's machine, or an address").fill(folder);
    await page.evaluate(watchProgress);
    await page.getByRole("button", { name: "Import", exact: true }).click();
    const job = page.locator(".job").filter({ hasText: folder });
    await job.getByText("done", { exact: true }).waitFor();
    await job.getByText(/24 new · 1 failed/).waitFor();
    const parts = await page.evaluate<number[]>("globalThis.parts");
    expect(parts.some((part) => part > 0 && part < 1)).toBe(true);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    await job.getByText("What failed").click();
    await job.getByText(/broken\.png/).waitFor();
  });

  test("someone is invited, signs in by the link, and is removed", async () => {
    const page = await app.open("/studio/people", { as: "admin" });
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByLabel("Name").fill("Ada Lovelace");
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByRole("button", { name: "Make a link" }).click();
    const link = await page.locator(".secret").innerText();
    const other = await app.open(new URL(link).pathname);
    await other.getByRole("button", { name: "Account of Ada Lovelace" }).first().waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    const remove = page.getByRole("button", { name: "Remove Ada Lovelace" });
    await remove.click();
    await page.getByText("Ada Lovelace is being removed").waitFor();
    await remove.waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await remove.click();
    await page.getByText("Ada Lovelace was removed").waitFor();
    await other.reload();
    await other.getByRole("button", { name: "You", exact: true }).first().waitFor();
  });

  test("the gauge shows how much of the exact answer was found, and how large the index is", async () => {
    const page = await app.open("/studio", { as: "admin" });
    // So small a collection is compared whole, and its gauge says nothing: one figure of the server's own is another.
    await page.route("**/metrics", async (route) => {
      const text = await (await route.fetch()).text();
      await route.fulfill({
        body: text.replace(/^bowerbird_index_recall .*$/m, "bowerbird_index_recall 0.984"),
      });
    });
    await page.goto(`${app.url}/studio/models`);
    const gauge = page.getByRole("meter", { name: "Recall" });
    await gauge.waitFor();
    expect(await gauge.getAttribute("aria-valuenow")).toBe("98.4");
    await page.getByText("98.4 %").waitFor();
    const { index } = await app.client.models.read();
    await page.getByText(index.vectors.toLocaleString("en"), { exact: true }).first().waitFor();
    await page.getByText("none waiting").waitFor();
  });

  test("a key is shown once and revoked; the trail knows both", async () => {
    const page = await app.open("/studio/keys", { as: "admin" });
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByLabel("Name").fill("shop window");
    await page.getByRole("button", { name: "Make it" }).click();
    expect((await page.locator(".secret").innerText()).length).toBeGreaterThan(20);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Revoke shop window" }).click();
    await page.getByText("shop window is being revoked").waitFor();
    // Who leaves the page at once has not undone it.
    await page.goto(`${app.url}/studio/audit`);
    await page.getByText("keys.revoke").first().waitFor();
  });

  test("a setting is found, changed and brought back", async () => {
    const page = await app.open("/studio/settings", { as: "admin" });
    await page.getByLabel("Find a setting").fill("cutoff");
    await page.getByLabel("search.cutoff").fill("0.02");
    await page.getByLabel("search.cutoff").press("Enter");
    await page.getByRole("button", { name: "Default of search.cutoff" }).click();
    await page.getByRole("button", { name: "Default of search.cutoff" }).waitFor({ state: "detached" });
  });

  test("a visitor is told what to do", async () => {
    const page = await app.open("/studio/people");
    await page.getByRole("button", { name: "Try now" }).waitFor();
  });

  test.each([390, 1280] as const)(
    "photographs at %i px, light and dark; axe finds nothing",
    async (width) => {
      const page = await app.open("/studio", { as: "admin", width, touch: width < 600 });
      for (const path of pages) {
        await page.goto(`${app.url}/studio${path}`);
        await page.locator("h1").waitFor();
        await settle(page);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await photograph(page, `studio-${path.slice(1) || "overview"}-${width}-${colorScheme}`);
          expect(await axeFindings(page), path).toEqual([]);
        }
      }
    },
  );
});

/** Keeps each share that the import's bar shows. */
const watchProgress = `globalThis.parts = [];
  new MutationObserver(() => {
    const bar = document.querySelector(".job progress[value]");
    if (bar) globalThis.parts.push(bar.value);
  }).observe(document.body, { subtree: true, childList: true, attributes: true });`;
