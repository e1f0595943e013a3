/** The app without a mouse: from the wall to a crop and back, every focus where it was left. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser, samplePin, settle, until, useApp } from "./app.ts";

inBrowser("keyboard only", () => {
  const app = useApp();

  const focused = (page: Page) =>
    page.evaluate<string>(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
    );
  /** Presses a key until the focus is where it is meant to be. */
  const pressUntil = async (page: Page, key: string, meant: RegExp, most = 40): Promise<void> => {
    for (let turn = 0; turn < most; turn++) {
      await page.keyboard.press(key);
      if (meant.test(await focused(page))) return;
    }
    expect(await focused(page), `${key} never reached`).toMatch(meant);
  };
  const crop = (page: Page) => new URL(page.url()).searchParams.get("crop");
  const moved = async (page: Page, key: string): Promise<void> => {
    const before = page.url();
    await page.keyboard.press(key);
    await until(page, `location.href !== ${JSON.stringify(before)}`);
  };

  test("skip link, ?, escape, and words", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the pictures");
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Shortcuts" }).waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Skip to the pictures");
    await page.keyboard.press("/");
    await page.keyboard.type("sofa");
    await page.keyboard.press("Enter");
    await page.waitForURL(/words=sofa/);
    expect(await page.title()).toBe("sofa · Bowerbird");
  });

  test("Tab to a pin, its acts, Enter, and back on the same pin", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.locator(".pin-tile").nth(1).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const names = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.pin-tile-picture')].slice(0, 2).map((link) => link.getAttribute('aria-label'))",
    );
    await pressUntil(page, "Tab", new RegExp(`^${names[0]}$`));
    for (const act of [/choose a board/, /^Save /, /^Copy link/, /^More about/]) {
      await page.keyboard.press("Tab");
      expect(await focused(page)).toMatch(act);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "This picture" }).waitFor();
    await pressUntil(page, "Shift+Tab", /^Close$/);
    await page.keyboard.press("Enter");
    await until(page, "document.activeElement.getAttribute('aria-label')?.startsWith('More about') === true");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe(names[1]);
    await page.keyboard.press("Enter");
    await page.locator(".look-words h1").waitFor();
    await until(page, "document.activeElement.id === 'main'");
    expect(await page.title()).toBe(`${names[1]} · Bowerbird`);
    await page.keyboard.press("Tab");
    expect(await focused(page)).not.toBe("Skip to the pictures");
    await page.goBack();
    await until(page, `document.activeElement.getAttribute("aria-label") === ${JSON.stringify(names[1])}`);
  });

  test("a crop is drawn, moved, sized and let go by keys; a chip keeps the focus", async () => {
    const { id } = await samplePin(app, "scene-living-007");
    const page = await app.open(`/pin/${id}`);
    await settle(page);
    await pressUntil(page, "Tab", /^Find more like this/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/crop=/);
    expect(await focused(page)).toMatch(/^Crop of /);
    await page.keyboard.press("Escape");
    await until(page, "!location.search.includes('crop')");
    expect(await focused(page)).toBe("Crop");
    await page.keyboard.press("Enter");
    await until(page, "location.search.includes('crop')");
    expect(await focused(page)).toMatch(/^Crop of /);
    const drawn = crop(page);
    await moved(page, "ArrowRight");
    await moved(page, "ArrowDown");
    await moved(page, "Shift+ArrowRight");
    expect([drawn, crop(page)]).toEqual(["0.25,0.25,0.5,0.5", "0.27,0.27,0.52,0.5"]);
    await settle(page);
    await page.locator(".look-results .chip[aria-pressed=false]").first().focus();
    const chip = await focused(page);
    await moved(page, "Enter");
    await page.locator(".look-results .chip[aria-pressed=true]").first().waitFor();
    await settle(page);
    expect(await focused(page)).toBe(chip);
    await moved(page, "Enter");
    await settle(page);
    await until(page, "document.activeElement.classList.contains('chip')");
  });
});
