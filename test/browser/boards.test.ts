/** Boards and people in the browser: save, arrange, sign up, be forgotten; by mouse, by keyboard and on a phone. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, until, useApp } from "./app.ts";

inBrowser("boards and people", () => {
  const app = useApp();
  const toast = (page: Page, words: string | RegExp) => page.locator(".toast", { hasText: words });
  const tile = (page: Page) => page.locator(".pin-tile").first();
  /** Saves pins in the page's own browser, as its scripts would. */
  const saved = async (page: Page, name: string, pins: readonly string[]): Promise<string> =>
    page.evaluate(
      async ([called, ids]) => {
        const headers = { "content-type": "application/json" };
        const proof = async () => {
          const session = JSON.parse(await (await fetch("/session")).text());
          return session.csrf ? { ...headers, "x-bowerbird-csrf": session.csrf } : headers;
        };
        const made = await fetch("/boards", {
          ...{ method: "POST", headers: await proof(), body: JSON.stringify({ name: called }) },
        });
        const { id } = JSON.parse(await made.text());
        await fetch(`/boards/${id}/pins`, {
          ...{ method: "POST", headers: await proof(), body: JSON.stringify({ pins: ids }) },
        });
        return String(id);
      },
      [name, [...pins]] as const,
    );
  const someIds = async (count: number) =>
    (await app.client.pins.list({ query: { limit: count } })).items.map(({ id }) => id);

  test("save from the wall, undo, choose a board, see it there", async () => {
    const page = await app.open("/");
    await tile(page).waitFor();
    await tile(page).hover();
    await tile(page)
      .getByRole("button", { name: /^Save / })
      .click();
    await toast(page, "Saved to Saved").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await until(
      page,
      "fetch('/boards?person=me').then((a) => a.json()).then(({ items }) => items.length === 0)",
    );

    await tile(page).hover();
    await tile(page)
      .getByRole("button", { name: /choose a board/ })
      .click();
    await page.getByLabel("Name your first board").fill("Blue <b>room</b> \u202e");
    await photograph(page, "save-first-1280-light");
    await page.getByRole("button", { name: "Make and save" }).click();
    await toast(page, "Saved to Blue <b>room</b>").waitFor();
    await page.goto(`${app.url}/you`);
    await page.getByRole("link", { name: /Blue <b>room<\/b>/ }).click();
    await page.getByRole("heading", { name: "Blue <b>room</b>" }).waitFor();
    await tile(page).waitFor();
  });

  test("the board that fits best comes first", async () => {
    const page = await app.open("/");
    const [sofa, sofa2, vase] = await Promise.all(
      ["sofa-156-b", "sofa-158-a", "vase-021-b"].map((name) => samplePin(app, name)),
    );
    const lamps = await app.client.pins.list({
      query: { limit: 8, filter: JSON.stringify({ tags: ["lamp"] }) },
    });
    await saved(page, "Sitting", [sofa.id]);
    await saved(page, "Vases", [vase.id]);
    if (lamps.items.length > 0)
      await saved(
        page,
        "Light",
        lamps.items.map(({ id }) => id),
      );
    await page.goto(`${app.url}/pin/${sofa2.id}`);
    await page.locator(".look-acts .save-where", { hasText: "Sitting" }).waitFor();
    await page.locator(".look-acts .save-where").click();
    await page.getByText("Suggested").waitFor();
    await photograph(page, "save-sheet-1280-light");
    expect(await axeFindings(page)).toEqual([]);
    await page.locator("dialog .save-row").first().click();
    await toast(page, "Saved to Sitting").waitFor();
  });

  test("a board is put in order by keyboard and by mouse, and sorted out with a way back", async () => {
    const page = await app.open("/");
    const ids = await someIds(5);
    const id = await saved(page, "In order", ids);
    await page.goto(`${app.url}/board/${id}`);
    await page.getByRole("button", { name: "Arrange" }).click();
    const places = page.locator(".arrange-picture");
    await places.nth(4).waitFor();
    const order = () =>
      page.evaluate<string[]>(
        `fetch("/boards/${id}/pins").then((a) => a.json()).then(({ items }) => items.map(({ pin }) => pin.id))`,
      );
    await places.first().focus();
    for (const key of [" ", "ArrowRight", "ArrowRight", " "]) await page.keyboard.press(key);
    const turned = [ids[1], ids[2], ids[0], ids[3], ids[4]];
    await expect.poll(order).toEqual(turned);
    for (const key of [" ", "ArrowLeft", "Escape"]) await page.keyboard.press(key);
    expect(await order()).toEqual(turned);

    const from = await places.nth(4).boundingBox();
    const to = await places.nth(0).boundingBox();
    if (!from || !to) throw new Error("no places to drag between");
    await page.mouse.move(from.x + 40, from.y + 40);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 60, { steps: 8 });
    await page.mouse.up();
    await expect.poll(order).toEqual([ids[4], ids[1], ids[2], ids[0], ids[3]]);

    await page.getByRole("checkbox").first().check({ force: true });
    await photograph(page, "board-arrange-1280-light");
    await page.getByRole("button", { name: "Take off" }).click();
    await toast(page, "1 picture taken off").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(order).toHaveLength(5);
  });

  test("boards have an order of one's own", async () => {
    const page = await app.open("/");
    for (const name of ["Third", "Second", "First"]) await saved(page, name, await someIds(1));
    await page.goto(`${app.url}/you`);
    await page.getByRole("button", { name: "Your order" }).click();
    const first = page.getByRole("button", { name: "First, place 1 of 3" });
    await first.focus();
    for (const key of [" ", "ArrowRight", "ArrowRight", " "]) await page.keyboard.press(key);
    const order = () =>
      page.evaluate<string[]>(
        "fetch('/boards?person=me&sort=arranged').then((a) => a.json()).then(({ items }) => items.map((b) => b.name))",
      );
    await expect.poll(order).toEqual(["Second", "Third", "First"]);
  });

  test("anonymous, then signed up, then signed in elsewhere: still there", async () => {
    const page = await app.open("/");
    await saved(page, "Before", await someIds(3));
    await page.goto(`${app.url}/join`);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail").fill("ada-browser@example.org");
    await page.getByLabel("Password", { exact: false }).first().fill("short");
    await page.getByLabel("Password", { exact: false }).first().fill("three calm words");
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByRole("heading", { name: "Ada" }).waitFor();
    await page.getByRole("link", { name: /Before/ }).waitFor();

    const other = await app.open("/");
    await saved(other, "before", await someIds(4));
    await other.goto(`${app.url}/sign-in`);
    await other.getByLabel("E-mail").fill("ada-browser@example.org");
    await other.getByLabel("Password").fill("wrong words");
    await other.locator("#main").getByRole("button", { name: "Sign in", exact: true }).click();
    await other.getByRole("alert").waitFor();
    await other.getByLabel("Password").fill("three calm words");
    await other.locator("#main").getByRole("button", { name: "Sign in", exact: true }).click();
    await other.getByRole("link", { name: /Before.*4 pins/s }).waitFor();
    expect(await other.locator(".board-card").count()).toBe(1);
  });

  test("a first visit may pick pictures, or not", async () => {
    const page = await app.open("/");
    await page.getByRole("link", { name: "Pick pictures" }).click();
    await page.getByRole("heading", { name: "What do you like?" }).waitFor();
    const choices = page.locator(".welcome-grid button");
    await choices.nth(5).waitFor();
    for (const place of [0, 2, 4]) await choices.nth(place).click();
    await photograph(page, "welcome-1280-light");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Begin" }).click();
    await toast(page, "Saved to First picks").waitFor();
    expect(await page.locator(".welcome-card").count()).toBe(0);
    const skipping = await app.open("/");
    await skipping.getByRole("button", { name: "Not now" }).click();
    await skipping.reload();
    await tile(skipping).waitFor();
    expect(await skipping.locator(".welcome-card").count()).toBe(0);
  });

  test("erased: ten seconds to think, then nothing is known", async () => {
    const page = await app.open("/");
    await saved(page, "Last things", await someIds(2));
    await page.goto(`${app.url}/you/data`);
    const erase = page.getByRole("button", { name: "Erase everything…" });
    await erase.click();
    await page.getByRole("button", { name: "Erase everything", exact: true }).click();
    await page.getByRole("heading", { name: /Erasing in/ }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await erase.click();
    await page.clock.install();
    await page.getByRole("button", { name: "Erase everything", exact: true }).click();
    for (let second = 0; second <= 11; second++) await page.clock.runFor(1000);
    await until(page, "fetch('/session').then((a) => a.json()).then(({ person }) => person === null)");
  });

  test("a hidden picture is gone from the wall and comes back", async () => {
    const page = await app.open("/");
    await tile(page).waitFor();
    const first = await tile(page).getByRole("link").getAttribute("href");
    await tile(page).hover();
    await tile(page)
      .getByRole("button", { name: /^More about/ })
      .click();
    await page.getByRole("button", { name: "Not my taste" }).click();
    await toast(page, "not your taste").waitFor();
    await until(
      page,
      `document.querySelector(".pin-tile a").getAttribute("href") !== ${JSON.stringify(first)}`,
    );
    await page.getByRole("button", { name: "Undo" }).click();
    await until(
      page,
      `document.querySelector(".pin-tile a").getAttribute("href") === ${JSON.stringify(first)}`,
    );
  });

  test("everything by keyboard: from the wall into the sheet, a board chosen, closed by escape", async () => {
    const page = await app.open("/");
    await saved(page, "By keys", []);
    await page.reload();
    await tile(page).waitFor();
    await tile(page).getByRole("link").focus();
    await tile(page)
      .getByRole("button", { name: /choose a board/ })
      .waitFor({ state: "attached" });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Save to a board" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Save to a board" }).waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page
      .locator("dialog")
      .getByRole("button", { name: /By keys/ })
      .focus();
    await page.keyboard.press("Enter");
    await toast(page, "Saved to By keys").waitFor();
  });

  test.each([
    [390, false],
    [390, true],
    [1280, false],
    [1280, true],
  ] as const)("photographs at %i px, dark: %s; axe finds nothing", async (width, dark) => {
    const page = await app.open("/", { width, dark, touch: width < 600 });
    const { items } = await app.client.pins.list({ query: { limit: 60 } });
    const ids = items.map(({ id }) => id);
    const board = await saved(page, "The new living room", ids.slice(0, 17));
    await saved(page, "Lamps worth waiting for", ids.slice(20, 23));
    await saved(page, "Mum’s house", ids.slice(30, 31));
    await saved(page, "Someday", []);
    const tone = `${width}-${dark ? "dark" : "light"}`;
    const pages = [
      ["you", "/you"],
      ["board", `/board/${board}`],
      ["data", "/you/data"],
      ["join", "/join"],
      ["sign-in", "/sign-in"],
      ["welcome", "/welcome"],
    ] as const;
    for (const [name, path] of pages) {
      await page.goto(app.url + path);
      await page.locator("h1").first().waitFor();
      await settle(page);
      await photograph(page, `${name}-${tone}`);
      expect(await axeFindings(page), name).toEqual([]);
    }
    await page.goto(`${app.url}/board/${board}`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await photograph(page, `board-edit-${tone}`);
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${app.url}/`);
    await tile(page).waitFor();
    if (width > 600) await tile(page).hover();
    await until(page, "document.querySelectorAll('.pin-tile').length > 2");
    await photograph(page, `wall-save-${tone}`);
  });
});
