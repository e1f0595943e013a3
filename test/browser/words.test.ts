/** Search by words from the box to the wall, against the real server and models. */
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, settle, useApp } from "./app.ts";

inBrowser("search by words", () => {
  const app = useApp();
  const titles = "[...document.querySelectorAll('.pin-tile')].map((tile) => tile.textContent).join(' ')";

  test("the box finds pictures; what was understood can be taken back; a misspelt word is mended and said", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.keyboard.press("/");
    await page.keyboard.type("lamp -brass");
    await page.keyboard.press("Enter");
    await page.waitForURL(/words=/);
    await page.locator(".pin-tile").first().waitFor();
    await settle(page);
    const without = page.getByRole("button", { name: "not brass" });
    await without.waitFor();
    const fewer = await page.locator(".word-note").textContent();
    await without.click();
    await without.waitFor({ state: "detached" });
    await page.locator(".pin-tile").first().waitFor();
    expect(await page.locator(".wall-title").textContent()).toBe("lamp");
    expect(Number.parseInt((await page.locator(".word-note").textContent()) ?? "", 10)).toBeGreaterThan(
      Number.parseInt(fewer ?? "", 10),
    );
    await page.goto(`${app.url}/?words=armchiar`);
    await page.getByText("Showing results for armchair").waitFor();
    await page.locator(".pin-tile").first().waitFor();
    expect((await page.evaluate<string>(titles)).toLowerCase()).not.toBe("");
  });

  test("words that nothing holds end in an answer, not in an empty wall", async () => {
    const page = await app.open("/?words=zzqxv&tag=none-such");
    await page.getByText("Nothing for “zzqxv” yet").waitFor();
    await page.getByRole("button", { name: "Show everything" }).click();
    await page.locator(".pin-tile").first().waitFor();
  });

  test.each([390, 1280] as const)("looked at and swept by axe at %i px, light and dark", async (width) => {
    for (const dark of [false, true]) {
      const page = await app.open("/?words=blue%20vase%20-plum", { width, dark, touch: width < 600 });
      await page.locator(".pin-tile").first().waitFor();
      await settle(page);
      await photograph(page, `words-${width}-${dark ? "dark" : "light"}`);
      expect(await axeFindings(page)).toEqual([]);
    }
  });
});
