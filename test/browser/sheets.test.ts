/** Every sheet, dialog and menu opened: swept by axe in light and dark, on a phone and on a wide screen, with large text. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, useApp } from "./app.ts";

type Open = readonly [name: string, path: string, open: (page: Page) => Promise<void>];

const click = (name: string | RegExp) => async (page: Page) =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();
const both =
  (...acts: ReadonlyArray<(page: Page) => Promise<void>>) =>
  async (page: Page) => {
    for (const act of acts) await act(page);
  };

inBrowser("what lies over a page", () => {
  const app = useApp();

  test.each([390, 1280] as const)("at %i px", async (width) => {
    const { id } = await samplePin(app, "sofa-156-b");
    const shown: readonly Open[] = [
      ["filters", "/", click("Filters")],
      ["picture", "/", (page) => page.keyboard.press("c")],
      ["no-camera", "/", both((page) => page.keyboard.press("c"), click("Use the camera"))],
      ["account", "/", click(/^Account of/)],
      ["shortcuts", "/", (page) => page.keyboard.press("?")],
      ["pin-acts", `/pin/${id}`, click(/^More about/)],
      ["report", `/pin/${id}`, both(click(/^More about/), click("Report it"))],
      ["save", `/pin/${id}`, click(/choose a board/)],
      ["new-board", "/you", click("New board")],
      ["invite", "/studio/people", click("Invite")],
      ["key", "/studio/keys", click("Make a key")],
      ["reindex", "/studio/models", click("Reindex")],
    ];
    const cut: string[] = [];
    const page = await app.open("/", { width, touch: width < 600, as: "admin" });
    for (const [name, path, open] of shown) {
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(app.url + path);
      await page.locator("h1").first().waitFor({ state: "attached" });
      await settle(page);
      await open(page);
      await page.locator("dialog").last().waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await photograph(page, `sheet-${name}-${width}-${colorScheme}`);
        expect(await axeFindings(page), `${name}, ${colorScheme}`).toEqual([]);
      }
      await page.evaluate('document.documentElement.style.fontSize = "200%"');
      const over = await page.evaluate<number>(
        "document.querySelector('dialog[open]').scrollWidth - document.querySelector('dialog[open]').clientWidth",
      );
      if (over > 0) cut.push(`${name} by ${over} px`);
    }
    expect(cut, "cut off with text twice as large").toEqual([]);
  });
});
