/** The app in a hand: touch, the bar at the foot, a long press, a crop by finger. */
import { expect, test } from "vitest";
import { inBrowser, photograph, samplePin, settle, until, useApp } from "./app.ts";

const phone = { width: 390, touch: true } as const;

inBrowser("a phone", () => {
  const app = useApp();

  test("a tap opens, a long press brings the acts, and the next tap lets them be", async () => {
    const page = await app.open("/", { ...phone, as: "member" });
    await settle(page);
    const tile = page.locator(".pin-tile").nth(2);
    const box = await tile.boundingBox();
    if (!box) throw new Error("no tile");
    const touch = await page.context().newCDPSession(page);
    const at = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at });
    await page.locator(".pin-tile-held").waitFor();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await photograph(page, "long-press-390-light");
    expect(new URL(page.url()).pathname).toBe("/");
    await page.locator(".pin-tile-picture").first().tap();
    await page.locator(".look-words h1").waitFor();
  });

  test("a crop drawn by finger is in the address", async () => {
    const { id } = await samplePin(app, "scene-living-007");
    const page = await app.open(`/pin/${id}`, phone);
    await settle(page);
    await page.getByRole("button", { name: "Crop", exact: true }).tap();
    await page.waitForURL(/crop=/);
    const before = page.url();
    const handle = await page.locator(".crop-se").boundingBox();
    if (!handle) throw new Error("no handle");
    const touch = await page.context().newCDPSession(page);
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
    for (let step = 1; step <= 6; step++) {
      const touchPoints = [{ x: x + step * 6, y: y + step * 5 }];
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints });
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await until(page, `location.href !== ${JSON.stringify(before)}`);
    await page.reload();
    await page.locator(".crop-box").waitFor();
  });
});
