/** The search box, what a result is narrowed and sorted by, and kept searches, as someone meets them. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, settle, until, useApp } from "./app.ts";

inBrowser("the search box", () => {
  const app = useApp();
  const field = (page: Page) => page.getByRole("combobox", { name: "Search words" });
  const options = (page: Page) => page.getByRole("option");
  const wordsOf = (page: Page) => new URL(page.url()).searchParams.get("words");

  test("completes by keyboard: arrows, Enter, Escape, and the field keeps the focus", async () => {
    const page = await app.open("/");
    await page.keyboard.press("/");
    await options(page).first().waitFor();
    expect(await page.getByRole("group", { name: "In these pictures" }).count()).toBe(1);
    await page.keyboard.type("velv");
    await page
      .getByRole("option", { name: /^velvet/ })
      .first()
      .waitFor();
    expect(await options(page).first().locator("img").count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    const active = await field(page).getAttribute("aria-activedescendant");
    expect(await page.locator(`[id="${active}"]`).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("ArrowUp");
    expect(await field(page).getAttribute("aria-activedescendant")).toBeNull();
    await page.keyboard.press("Escape");
    await until(page, `document.querySelector("[role=listbox]").offsetParent === null`);
    expect(await field(page).inputValue()).toBe("velv");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".pin-tile").first().waitFor();
    expect(wordsOf(page)).toMatch(/^velvet/);
  });

  test("past searches are forgotten one by one or all", async () => {
    const page = await app.open("/", { as: "viewer" });
    for (const words of ["teal vase", "oak chair"]) {
      await field(page).fill(words);
      // a search left before its answer is none
      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/search");
      await page.keyboard.press("Enter");
      await until(page, `new URL(location.href).searchParams.get("words") === ${JSON.stringify(words)}`);
      await answered;
    }
    const past = page.getByRole("group", { name: "Searched before" }).getByRole("option");
    // a search is written down after it was answered
    await expect
      .poll(async () => {
        await page.goto(app.url);
        await field(page).click();
        await past.first().waitFor();
        return past.count();
      })
      .toBe(2);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Delete");
    await expect.poll(() => past.count()).toBe(1);
    await page.getByRole("button", { name: "Forget past searches" }).click();
    await expect.poll(() => past.count()).toBe(0);
  });

  test("mended spelling is said and taken back; what finds nothing offers the nearest", async () => {
    const page = await app.open("/?words=armchiar");
    await page.getByText("Showing results for").waitFor();
    await page.getByRole("link", { name: "armchiar" }).click();
    await page.getByText("Showing results for").waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("literal")).toBe("true");
    await page.goBack();
    await page.getByText("Showing results for").waitFor();
    await page.goto(`${app.url}/?words=zzqxv&tag=none-such`);
    await page.getByRole("heading", { name: "Nothing for “zzqxv” yet" }).waitFor();
    await page.getByRole("region", { name: "The nearest there is" }).getByRole("link").first().waitFor();
  });

  test("guided chips, colour and order stand in the address, and back takes them off", async () => {
    const page = await app.open("/?words=lamp");
    const chips = page.getByRole("list", { name: "Refine" }).getByRole("button");
    const on = page.getByRole("list", { name: "Refine" }).locator('[aria-pressed="true"]');
    await chips.first().waitFor();
    for (let level = 1; level <= 4; level++) {
      const next = page.getByRole("list", { name: "Refine" }).locator('[aria-pressed="false"]').first();
      if ((await next.count()) === 0) break;
      await next.click();
      await expect.poll(() => on.count()).toBe(level);
      await page.locator(".pin-tile").first().waitFor();
      await settle(page);
    }
    const levels = await on.count();
    expect(levels).toBeGreaterThanOrEqual(2);
    for (let left = levels - 1; left >= 0; left--) {
      await page.goBack();
      await expect.poll(() => on.count()).toBe(left);
    }
    await chips.first().waitFor();
    await page.getByRole("button", { name: "Colour" }).click();
    await page.getByRole("button", { name: "mustard" }).click();
    expect(new URL(page.url()).searchParams.get("colour")).toBe("mustard");
    await page.getByRole("combobox", { name: "Order" }).selectOption("newest");
    await until(page, `new URL(location.href).searchParams.get("sort") === "newest"`);
    await page.locator(".pin-tile, .nothing").first().waitFor();
  });

  test("a kept search counts a new picture within seconds", async () => {
    const page = await app.open("/?words=purple%20unicorn%20mug", { as: "member" });
    await page.getByRole("button", { name: "Keep this search" }).click();
    await page.getByRole("button", { name: "Search kept" }).waitFor();
    const { items } = await app.client.pins.list({ query: { limit: 1, filter: '{"kinds":["cup"]}' } });
    const bytes = await (await fetch(app.url + items[0].original)).arrayBuffer();
    const form = new FormData();
    form.set("request", JSON.stringify({ title: "A purple unicorn mug" }));
    form.set("picture", new Blob([new Uint8Array(bytes), "x"]), "mug.webp");
    const { key } = JSON.parse(readFileSync(`${app.data}/server.json`, "utf8"));
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${app.url}/pins`, { method: "POST", headers, body: form })).ok).toBe(true);
    await page
      .getByRole("button", { name: /1 new for your searches/ })
      .first()
      .waitFor();
    await page.goto(`${app.url}/you/searches`);
    await page.getByText("1 new", { exact: true }).waitFor();
    for (const [width, dark] of [
      [1280, false],
      [390, true],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      await photograph(page, `searches-${width}-${dark ? "dark" : "light"}`);
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.getByRole("button", { name: "Mark as seen" }).click();
    await page.getByText("1 new", { exact: true }).waitFor({ state: "hidden" });
  });

  test.each([390, 1280] as const)("looked at and swept by axe at %i px, light and dark", async (width) => {
    for (const dark of [false, true]) {
      const shade = dark ? "dark" : "light";
      const page = await app.open("/", { width, dark, touch: width < 600 });
      await field(page).click();
      await options(page).first().waitFor();
      await photograph(page, `search-box-empty-${width}-${shade}`);
      expect(await axeFindings(page)).toEqual([]);
      await field(page).fill("stone");
      await page
        .getByRole("option", { name: /^stoneware/ })
        .first()
        .waitFor();
      await photograph(page, `search-box-typed-${width}-${shade}`);
      expect(await axeFindings(page)).toEqual([]);
      await page.goto(`${app.url}/?words=sofa`);
      await page.getByRole("list", { name: "Refine" }).getByRole("button").first().waitFor();
      if (!dark && width > 600) await page.getByRole("button", { name: "Colour" }).click();
      await photograph(page, `results-${width}-${shade}`);
      expect(await axeFindings(page)).toEqual([]);
      await page.goto(`${app.url}/?words=zzqxv&tag=none-such`);
      await page.getByRole("heading", { name: "Nothing for “zzqxv” yet" }).waitFor();
      await photograph(page, `nothing-${width}-${shade}`);
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    }
  });
});
