/**
 * From an act to the next picture of the screen, on a processor four times slower, over a wall of ten thousand pins.
 *
 * Each act is timed by the browser itself (Event Timing: from the key or click to the next paint, in steps of 8 ms), the
 * way INP is. The best of a few turns counts: what else the machine does at the time is not the app's. A click on a pin
 * is answered by its tile first; when the pin's page is there is told beside it.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser, settle, until, useApp } from "./app.ts";
import { makeMany } from "./many-pins.ts";

/** Milliseconds. The goal, and what fails: a regression that shows on a busy machine, too. */
const goal = 100;
const limit = 250;
const turns = 3;
const pinThere = "its page there";

type Act = readonly [name: string, act: (page: Page) => Promise<void>];

const tile = (page: Page) => page.locator(".pin-tile").first();
const button = (name: string) => (page: Page) =>
  page.getByRole("button", { name, exact: true }).first().click();
/** A button that a picture shows to the mouse over it. */
const over = (name: RegExp) => async (page: Page) => {
  await tile(page).hover();
  await tile(page).getByRole("button", { name }).click();
};
const key = (name: string) => (page: Page) => page.keyboard.press(name);
const closed: Act = ["close it", button("Close")];

const acts: readonly Act[] = [
  ["open filters", button("Filters")],
  closed,
  ["open search by picture", key("c")],
  closed,
  ["open the account", button("You")],
  closed,
  ["ask for shortcuts", key("?")],
  ["let go", key("Escape")],
  ["open the acts of a pin", over(/^More about/)],
  closed,
  ["choose a board", over(/choose a board/)],
  closed,
  ["open a pin", (page) => page.locator(".pin-tile-picture").first().click()],
];

inBrowser("quick on a slow processor", () => {
  const app = useApp({ prepare: (data) => makeMany(data, 10_000) });

  test("the first picture, and each act", async () => {
    const best = new Map<string, number>();
    const keep = (name: string, value: number) => best.set(name, Math.min(value, best.get(name) ?? value));
    for (let turn = 0; turn < turns; turn++) {
      const page = await app.open("/add");
      const slow = await page.context().newCDPSession(page);
      await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      await page.goto(`${app.url}/`);
      await settle(page);
      keep("largest paint", await page.evaluate<number>(largestPaint));
      await page.evaluate(watchActs);
      for (const [name, act] of acts) {
        await settle(page);
        await page.evaluate("globalThis.slowest = 0");
        if (name === "open a pin") await page.evaluate(watchPin);
        await act(page);
        await until(page, "globalThis.slowest > 0");
        keep(name, await page.evaluate<number>("globalThis.slowest"));
      }
      await until(page, "globalThis.pinShown > 0");
      keep(pinThere, await page.evaluate<number>("globalThis.pinShown"));
      await page.goto(`${app.url}/`);
      await settle(page);
      for (const colorScheme of ["dark", "light"] as const) {
        const changed = page.evaluate<number>(themeTime);
        await page.emulateMedia({ colorScheme });
        keep(`turn ${colorScheme}`, await changed);
      }
      await page.context().close();
    }
    const said = [...best].map(([name, value]) => `${name} ${value.toFixed(0)} ms`).join(", ");
    console.log(`4× slower, best of ${turns}: ${said}`);
    const answers = [...best].filter(([name]) => name !== "largest paint" && name !== pinThere);
    const over = answers.filter(([, value]) => value > goal).map(([name]) => name);
    if (over.length > 0) console.log(`over the goal of ${goal} ms: ${over.join(", ")}`);
    for (const [name, value] of answers) expect(value, name).toBeLessThan(limit);
    expect(best.get("largest paint")).toBeLessThan(2250);
    expect(best.get(pinThere)).toBeLessThan(1000);
  });
});

const largestPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})`;

const watchActs = `new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) {
    if (/^(click|keydown)$/.test(name)) globalThis.slowest = Math.max(globalThis.slowest, duration);
  }
}).observe({ type: "event", durationThreshold: 16 });`;

/** From the click to the frame that shows the pin's own page. */
const watchPin = `globalThis.pinShown = 0;
  addEventListener("click", ({ timeStamp }) => {
    const look = () => {
      const there = document.querySelector(".look h1") !== null;
      if (there) setTimeout(() => { globalThis.pinShown = performance.now() - timeStamp; });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });`;

/** From the system's change of mind to the frame after it. */
const themeTime = `new Promise((resolve) => {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    const begun = performance.now();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  }, { once: true });
})`;
