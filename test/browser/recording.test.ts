/** What browsers record: impressions with dwell, acts at their place, and nothing where somebody does not want it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, settle, until, useApp } from "./app.ts";

inBrowser("recording", () => {
  const app = useApp({ settings: { "events.consent": "on" } });

  const ask = async (sql: string, ...values: string[]): Promise<unknown[][]> =>
    (await app.client.events.query({ body: { sql, values } })).rows;
  let visitors = 0;
  /** Gives the browser its name before it gives itself one, which it does with the first thing it records. */
  const visitorOf = async (page: Page): Promise<string> => {
    const name = `visitor-${++visitors}`;
    await page.evaluate(`localStorage.setItem("bowerbird.visitor", "${name}")`);
    return name;
  };
  const countOf = async (visitor: string, type: string): Promise<number> =>
    Number((await ask("select count(*) from events where visitor = ? and type = ?", visitor, type))[0]?.[0]);
  const some = (visitor: string, type: string) =>
    expect.poll(() => countOf(visitor, type), { timeout: 15_000, interval: 200 }).toBeGreaterThan(0);
  /** Longer than a look must last to count. */
  const look = (page: Page) => page.evaluate("new Promise((done) => setTimeout(done, 1300))");

  test("a wall that is looked at and scrolled leaves impressions that name their slate, and a search its list", async () => {
    const page = await app.open("/");
    await settle(page);
    const visitor = await visitorOf(page);
    await look(page);
    await page.mouse.wheel(0, 3000);
    await some(visitor, "impression");
    const [shortest] = await ask(
      "select min(dwell), bool_and(surface = 'wall' and slate is not null) from events where visitor = ? and type = 'impression'",
      visitor,
    );
    expect(shortest?.[0]).toBeGreaterThanOrEqual(1000);
    expect(shortest?.[1]).toBe(true);
    await page.goto(`${app.url}/?words=lamp`);
    await settle(page);
    await some(visitor, "search");
    await page.locator(".pin-tile-picture").first().click();
    await page.locator(".look-words").waitFor();
    await some(visitor, "closeup");
    const [opened] = await ask(
      "select surface, position, slate is not null from events where visitor = ? and type = 'closeup'",
      visitor,
    );
    expect(opened).toEqual(["search", 0, true]);
    expect(await app.client.events.check()).toMatchObject({ gaps: [], ok: true });
  });

  test("a save names the list it was made from", async () => {
    const page = await app.open("/");
    await settle(page);
    const visitor = await visitorOf(page);
    await page.locator(".pin-tile").first().hover();
    await page
      .getByRole("button", { name: /^Save / })
      .first()
      .click();
    await page.getByText("Saved to Saved").waitFor();
    await some(visitor, "save");
    const [row] = await ask(
      "select surface, position, slate is not null, board is not null from events where visitor = ? and type = 'save'",
      visitor,
    );
    expect(row).toEqual(["wall", 0, true, true]);
    const [credited] = await ask(
      "select how from save_attribution where save = (select id from events where visitor = ? and type = 'save')",
      visitor,
    );
    expect(credited).toEqual(["named"]);
  });

  test("a browser that asks not to be tracked sends nothing and keeps nothing", async () => {
    const page = await app.open("/studio");
    await page
      .context()
      .addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
    await page.goto(`${app.url}/`);
    await settle(page);
    await look(page);
    await page.mouse.wheel(0, 3000);
    await look(page);
    await page.goto(`${app.url}/?words=lamp`);
    await settle(page);
    expect(sent).toEqual([]);
    expect(
      await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('bowerbird'))"),
    ).toEqual([]);
  });

  test("what happens while the server is away is kept over a reload and arrives once", async () => {
    const page = await app.open("/");
    await settle(page);
    const visitor = await visitorOf(page);
    await page.route("**/events", (route) => route.abort());
    await page.locator(".pin-tile-picture").first().click();
    await page.locator(".look-words").waitFor();
    await until(page, "(localStorage.getItem('bowerbird.unsent') ?? '').includes('closeup')");
    expect(await countOf(visitor, "closeup")).toBe(0);
    await page.unroute("**/events");
    await page.goto(`${app.url}/`);
    await some(visitor, "closeup");
    await until(page, "localStorage.getItem('bowerbird.unsent') === null");
    expect(await countOf(visitor, "closeup")).toBe(1);
  });

  test("what was seen last arrives when the tab is closed, and twice sent counts once", async () => {
    const page = await app.open("/");
    await settle(page);
    const visitor = await visitorOf(page);
    await look(page);
    // Leaving sends by beacon, and the next visit sends again what had no answer.
    await page.close({ runBeforeUnload: true });
    await some(visitor, "impression");
    const rows = await ask("select id, slate, position, pin, time from events where visitor = ?", visitor);
    const events = rows.map(([id, slate, position, pin, time]) => ({
      id,
      type: "impression",
      slate,
      position,
      pin,
      time,
    }));
    const again = await app.client.events.create({ body: events.slice(0, 3) as never });
    expect(again).toMatchObject({ accepted: 0, duplicates: Math.min(3, events.length) });
  });

  test("another website records with two lines", async () => {
    const { items, slate } = await app.client.pins.list({ query: { limit: 3 } });
    const page = `<!doctype html><title>Shop</title>
      <script async src="${app.url}/events.js"></script>
      <a data-bowerbird-pin="${items[1]?.id}" data-bowerbird-slate="${slate}" data-bowerbird-position="1" href="#x"
        style="display:block;height:200px">A lamp</a>`;
    const shop = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(page)).listen(
      0,
      "127.0.0.1",
    );
    try {
      const tab = await app.open("/studio");
      await tab.goto(`http://localhost:${(shop.address() as AddressInfo).port}/`);
      const visitor = await visitorOf(tab);
      await look(tab);
      await tab.getByText("A lamp").click();
      await some(visitor, "click");
      await tab.goto("about:blank");
      await some(visitor, "impression");
      const rows = await ask(
        "select type, slate, position, pin from events where visitor = ? order by type",
        visitor,
      );
      expect(rows).toEqual([
        ["click", slate, 1, items[1]?.id],
        ["impression", slate, 1, items[1]?.id],
      ]);
    } finally {
      shop.close();
    }
  });
});

inBrowser("where consent is asked", () => {
  const app = useApp({ settings: { "events.consent": "ask" } });

  test.each([
    [1280, false],
    [390, true],
  ] as const)(
    "the note is calm at %i px, and nothing is recorded before it is answered",
    async (width, dark) => {
      const page = await app.open("/", { width, dark, touch: width < 600 });
      await page.getByText("May this place remember what you look at?").waitFor();
      await photograph(page, `consent-${width}`);
      if (width === 1280) expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate("localStorage.getItem('bowerbird.visitor')")).toBe(null);
      await page.getByRole("button", { name: "Yes, remember" }).click();
      await page.locator(".pin-tile-picture").first().click();
      await page.locator(".look-words").waitFor();
      await until(page, "localStorage.getItem('bowerbird.visitor') !== null");
      await page.reload();
      await settle(page);
      expect(await page.getByText("May this place remember").count()).toBe(0);
    },
  );
});
