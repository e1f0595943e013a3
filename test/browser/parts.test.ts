/** Every part in each of its states, photographed from the development server: light and dark, at four widths. */

import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings, inBrowser, settle, useApp, widths } from "./app.ts";

inBrowser("the parts", () => {
  const app = useApp({ data: null });
  let vite: ViteDevServer;
  let url: string;

  beforeAll(async () => {
    vite = await createServer({
      configFile: "web/vite.config.ts",
      server: { port: 0, hmr: false },
      logLevel: "error",
    });
    await vite.listen();
    url = vite.resolvedUrls?.local[0] ?? "";
  });
  afterAll(() => vite?.close());

  test("each has a page; axe finds nothing", async () => {
    const page = await app.open("/add");
    await page.goto(`${url}parts`);
    await page.getByRole("heading", { name: "Parts" }).waitFor();
    const parts = await page.evaluate<string[]>(
      `[...document.querySelectorAll(".gallery-list a")].map((link) => link.getAttribute("href"))`,
    );
    expect(parts.length).toBeGreaterThan(9);
    for (const part of parts) {
      await page.goto(new URL(part, url).href);
      await page.locator(".story").waitFor();
      const name = part.split("/").at(-1);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        for (const width of widths) {
          await page.setViewportSize({ width, height: 700 });
          await page.evaluate("new Promise(requestAnimationFrame)");
          if (name !== "skeleton") await settle(page);
          await page.screenshot({
            path: `test/photographs/part-${name}-${width}-${colorScheme}.png`,
            animations: "disabled",
          });
          expect(
            await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth"),
            `${name} at ${width}`,
          ).toBeLessThanOrEqual(0);
        }
        expect(await axeFindings(page), `${name}, ${colorScheme}`).toEqual([]);
      }
    }
  });
});
