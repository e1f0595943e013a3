/** The wall with ten thousand pins: small, still and smooth. */
import { expect, test } from "vitest";
import { inBrowser, settle, until, useApp } from "./app.ts";
import { makeMany } from "./many-pins.ts";

const pins = 10_000;

inBrowser("a wall of ten thousand", () => {
  const app = useApp({ prepare: (data) => makeMany(data, pins) });

  test.each([
    [390, 2],
    [834, 3],
    [1280, 5],
    [1920, 7],
  ])("at %i px it has %i columns and places for pictures keep their shape", async (width, columns) => {
    const page = await app.open("/", { width });
    await settle(page);
    const starts = await page.evaluate<number[]>(
      '[...new Set([...document.querySelectorAll(".wall > li")].map((tile) => Math.round(tile.getBoundingClientRect().left)))]',
    );
    expect(starts).toHaveLength(columns);
  });

  test("a long scroll keeps the document small, shifts nothing and drops few frames", async () => {
    const page = await app.open("/");
    await settle(page);
    expect((await app.client.pins.count({ body: {} })).pins).toBeGreaterThanOrEqual(pins);
    const seen = await page.evaluate<{
      shift: number;
      nodes: number;
      frames: number[];
      tiles: number;
    }>(`(async () => {
      let shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      const frames = [];
      let nodes = 0;
      let last = performance.now();
      for (let frame = 0; frame < 400; frame++) {
        scrollBy(0, 90);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
        if (frame % 20 === 0) nodes = Math.max(nodes, document.querySelectorAll("*").length);
      }
      const tiles = Number(document.querySelector(".wall > li").getAttribute("aria-setsize"));
      return { shift, nodes, frames, tiles };
    })()`);
    const sorted = seen.frames.toSorted((a, b) => a - b);
    const median = sorted[sorted.length >> 1];
    console.log(
      `scroll: ${seen.tiles} pins known, at most ${seen.nodes} nodes, layout shift ${seen.shift.toFixed(4)}, ` +
        `frames ${median.toFixed(1)} ms (median), ${sorted[Math.floor(sorted.length * 0.95)].toFixed(1)} ms (95 %)`,
    );
    expect(seen.nodes).toBeLessThan(1500);
    expect(seen.shift).toBeLessThan(0.02);
    expect(median).toBeLessThan(50);
  });

  test("back from a pin deep in the wall is back at the same place", async () => {
    const page = await app.open("/");
    await settle(page);
    for (let turn = 0; turn < 8; turn++) {
      await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
      await until(page, `document.documentElement.scrollHeight > innerHeight + scrollY + 200`);
    }
    await settle(page);
    const place = await page.evaluate<number>("scrollY");
    expect(place).toBeGreaterThan(15_000);
    const tile = page.locator(".pin-tile-picture").nth(20);
    const name = await tile.getAttribute("href");
    await tile.dispatchEvent("click");
    await page.waitForURL(`**${name}`);
    await page.locator(".look-words h1").waitFor();
    await page.goBack();
    await until(page, `Math.abs(scrollY - ${place}) < 8`);
    await page.locator(`.pin-tile-picture[href="${name}"]`).waitFor();
  });
});
