/** Every page of discover, looked at: by axe and by camera, light and dark, at four widths. */
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, useApp, widths } from "./app.ts";

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

  test.each(pages)("axe finds nothing on %s", async (name) => {
    for (const dark of [false, true]) {
      const page = await app.open(await addressOf(name), { dark, as: "member" });
      await settle(page);
      expect(await axeFindings(page)).toEqual([]);
    }
  });

  test.each(widths)("photographs at %i px", async (width) => {
    for (const dark of [false, true]) {
      for (const name of pages) {
        const view = { width, dark, touch: width < 600, as: "member" } as const;
        const page = await app.open(await addressOf(name), view);
        await photograph(page, `${name}-${width}-${dark ? "dark" : "light"}`);
        await page.context().close();
      }
    }
  });
});
