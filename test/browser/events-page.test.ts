/** The log as people meet it: the analyst's page, live and filtered; one's own history, erased in one thing or all. */
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, useApp } from "./app.ts";

const hour = 3_600_000;

inBrowser("the analyst's page", () => {
  const app = useApp();

  test("is calm while nothing has happened", async () => {
    const page = await app.open("/studio/events", { as: "admin" });
    await page.getByText("No event yet").waitFor();
    await photograph(page, "studio-events-empty");
  });

  test("shows what happens as it happens, filters it, opens it whole, and says what was refused", async () => {
    const pin = await samplePin(app, "sofa-156-b");
    const types = ["impression", "impression", "impression", "closeup", "closeup", "save", "click", "search"];
    const events = Array.from({ length: 240 }, (_, i) => ({
      ...{ id: `e${i}`, type: types[i % 8] ?? "view", time: Date.now() - ((i * i) / 90) * hour, pin: pin.id },
      ...{ visitor: `visitor-${i % 5}`, surface: i % 3 === 0 ? "search" : "wall" },
    }));
    await app.client.events.create({ body: events });
    const page = await app.open("/studio/events", { as: "admin" });
    await page
      .getByRole("row", { name: /visitor-1/ })
      .first()
      .waitFor();
    await settle(page);
    expect(await axeFindings(page)).toEqual([]);
    await photograph(page, "studio-events-1280-light");
    const now = {
      id: "now",
      type: "purchase",
      time: Date.now(),
      pin: pin.id,
      visitor: "somebody-new",
      value: 40,
    };
    await app.client.events.create({ body: [now, { id: "bad", type: "purchas", time: Date.now() }] });
    await page.getByRole("button", { name: "purchase" }).click();
    await page.getByRole("dialog").getByText("somebody-new").waitFor();
    await page.keyboard.press("Escape");
    await page.getByLabel("Surface").fill("search");
    await expect.poll(() => page.getByRole("row", { name: /wall/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Late and refused" }).click();
    await page.getByText("EVENT_TYPE_UNKNOWN").waitFor();
    await page.getByText("visitor-3").first().waitFor();
    await photograph(page, "studio-events-late");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Dictionary" }).click();
    await page.getByText("At least half of a pin was in view for a second; dwell says how long.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "SQL" }).click();
    await photograph(page, "studio-events-sql");
  });

  test.each([
    [1280, true],
    [390, false],
  ] as const)("looks well at %i px", async (width, dark) => {
    const page = await app.open("/studio/events", { as: "admin", width, dark, touch: width < 600 });
    await page
      .getByRole("row", { name: /visitor-1/ })
      .first()
      .waitFor();
    await photograph(page, `studio-events-${width}-${dark ? "dark" : "light"}`);
  });
});

inBrowser("one's history", () => {
  const app = useApp();

  test("is shown with pictures, and erased in one thing or all", async () => {
    const pins = await Promise.all(["sofa-156-b", "vase-001-a"].map((name) => samplePin(app, name)));
    const events = [
      { id: "h1", type: "closeup", pin: pins[0]?.id },
      { id: "h2", type: "search", query: "green armchair" },
      { id: "h3", type: "save", pin: pins[1]?.id },
      { id: "h4", type: "impression", pin: pins[1]?.id, dwell: 2100 },
    ].map((event, i) => ({ ...event, time: Date.now() - (i + 1) * 60_000, visitor: "at-home" }));
    await app.client.events.create({ body: events });
    for (const [width, dark] of [
      [1280, true],
      [390, false],
    ] as const) {
      const page = await app.open("/", { width, dark, touch: width < 600 });
      await page.evaluate("localStorage.setItem('bowerbird.visitor', 'at-home')");
      await page.goto(`${app.url}/you/data`);
      await page.getByText("“green armchair”").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await settle(page);
      await page.getByRole("heading", { name: "What you look at" }).scrollIntoViewIfNeeded();
      await photograph(page, `history-${width}-${dark ? "dark" : "light"}`);
    }
    const page = await app.open("/");
    await page.evaluate("localStorage.setItem('bowerbird.visitor', 'at-home')");
    await page.goto(`${app.url}/you/data`);
    await page.getByRole("button", { name: /^Erase: Searched/ }).click();
    await page.getByText("Erased", { exact: true }).waitFor();
    await expect.poll(() => page.getByText("“green armchair”").count()).toBe(0);
    expect(await page.getByText("Opened", { exact: false }).count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Erase all history…" }).click();
    await page.getByRole("button", { name: "Erase it" }).click();
    await page.getByText("Your history is erased.").waitFor();
    await expect
      .poll(async () =>
        (await app.client.events.list({ query: { person: "at-home" } })).items.map(({ id }) => id),
      )
      .not.toContain("h1");
  });
});
