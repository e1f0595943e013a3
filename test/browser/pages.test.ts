/** Every page of discover, looked at: by axe and by camera, light and dark, at four widths. */
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, useApp, widths } from "./app.ts";

const pages = ["wall", "pin", "crop", "add"] as const;

inBrowser("the pages of discover", () => {
  const app = useApp();

  const addressOf = async (name: (typeof pages)[number]): Promise<string> => {
    if (name === "wall") return "/";
    if (name === "add") return "/add";
    const { id, objects } = await samplePin(app, "scene-living-007");
    if (name === "pin") return `/pin/${id}`;
    const { x, y, w, h } = objects[0].box;
    return `/pin/${id}?crop=${[x, y, w, h].map((side) => side.toFixed(3)).join(",")}`;
  };

  test.each(widths)("photographs at %i px, light and dark; axe finds nothing", async (width) => {
    const page = await app.open("/", { width, touch: width < 600, as: "member" });
    for (const name of pages) {
      await page.goto(app.url + (await addressOf(name)));
      await page.locator("h1").first().waitFor({ state: "attached" });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await photograph(page, `${name}-${width}-${colorScheme}`);
        if (width === 390 || width === 1280) expect(await axeFindings(page), name).toEqual([]);
      }
    }
  });
});
