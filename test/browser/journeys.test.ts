/** First visit to the app, by mouse, against the real server and models. */
import { expect, test } from "vitest";
import { inBrowser, samplePin, settle, until, useApp } from "./app.ts";

inBrowser("a first visit", () => {
  const app = useApp();

  test("wall → pin → object → crop in the address → chip → back to the same place", async () => {
    const page = await app.open("/");
    const tiles = page.locator(".pin-tile");
    await settle(page);
    await page.evaluate("scrollTo(0, 2400)");
    await until(page, "scrollY > 2000");
    await settle(page);
    const place = await page.evaluate<number>("scrollY");
    // A click of the mouse could meet the gap between two tiles, and one that scrolls to its target moves the wall.
    await page.locator(".pin-tile-picture").nth(8).dispatchEvent("click");
    await page.locator(".look-words h1").waitFor();
    await page.goBack();
    await tiles.first().waitFor();
    await until(page, `Math.abs(scrollY - ${place}) < 8`);

    const { id } = await samplePin(app, "scene-living-007");
    await page.goto(`${app.url}/pin/${id}`);
    await page
      .getByRole("button", { name: /^Find more like this/ })
      .first()
      .click({ force: true });
    await page.waitForURL(/crop=/);
    await page.locator(".crop-box").focus();
    const one = page.url();
    await page.keyboard.press("Shift+ArrowRight");
    await until(page, `location.href !== ${JSON.stringify(one)}`);
    const { pathname, search } = new URL(page.url());
    const shared = await app.open(pathname + search);
    await shared.locator(".crop-box").waitFor();
    await shared.locator(".look-results .chip[aria-pressed=false]").first().click();
    await shared.locator(".look-results .chip[aria-pressed=true]").first().waitFor();
    expect(new URL(shared.url()).searchParams.get("crop")).toBe(new URL(page.url()).searchParams.get("crop"));
  });

  test("what is found follows a crop soon after it rests", async () => {
    const { id } = await samplePin(app, "scene-living-007");
    const page = await app.open(`/pin/${id}?crop=0.2,0.2,0.5,0.5`);
    await settle(page);
    await page.locator(".crop-box").focus();
    const times: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      const answered = page.waitForResponse((answer) => answer.url().endsWith("/search/visual"));
      const moved = performance.now();
      await page.keyboard.press("ArrowRight");
      await (await answered).finished();
      times.push(performance.now() - moved);
      await settle(page);
    }
    const [best = Number.NaN, , , median = Number.NaN] = times.toSorted((a, b) => a - b);
    console.log(
      `crop at rest → answer: best ${best.toFixed(0)} ms, median ${median.toFixed(0)}, all ${times.map((time) => time.toFixed(0)).join(", ")}`,
    );
    // 120 ms until it counts as settled and 300 for the answer, by the best: beside other work the median says how busy
    // the machine is, and only fails when it is far off.
    expect(best).toBeLessThan(420);
    expect(median).toBeLessThan(1500);
  });
});
