/** The tab of those one follows: what it is for while it is empty, a board followed from there, and its new pins. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, useApp } from "./app.ts";

/** As the page's own scripts would. */
function ask(page: Page, method: string, path: string, body: object) {
  return page.evaluate(
    async ([how, where, text]) => {
      const { csrf } = JSON.parse(await (await fetch("/session")).text());
      const headers = { "content-type": "application/json", ...(csrf && { "x-bowerbird-csrf": csrf }) };
      return JSON.parse(await (await fetch(where, { method: how, headers, body: text })).text());
    },
    [method, path, JSON.stringify(body)] as const,
  );
}

inBrowser("following", () => {
  const app = useApp();

  test("begins empty with boards to follow, then shows what they save, and no more once they are left", async () => {
    const names = ["sofa-156-b", "vase-021-b", "sofa-158-a", "vase-001-a", "vase-022-b"];
    const pins = await Promise.all(names.map((name) => samplePin(app, name)));
    const bob = await app.open("/", { as: "member" });
    const [sitting, light] = [
      await ask(bob, "POST", "/boards", { name: "Somewhere to sit", privacy: "public" }),
      await ask(bob, "POST", "/boards", { name: "Evening light", privacy: "public" }),
    ];
    const save = (board: string, ...places: number[]) =>
      ask(bob, "POST", `/boards/${board}/pins`, { pins: places.map((place) => pins[place].id) });
    await save(sitting.id, 0, 2);
    await save(light.id, 1);

    const page = await app.open("/");
    await page.getByRole("button", { name: "Following" }).click();
    await page.getByRole("heading", { name: "You follow nobody yet" }).waitFor();
    await settle(page);
    expect(await axeFindings(page)).toEqual([]);
    await photograph(page, "following-empty-1280-light");
    await page.getByRole("link", { name: /Somewhere to sit/ }).click();
    await page.getByRole("button", { name: "Follow" }).click();
    await page.getByRole("button", { name: "Following" }).waitFor();
    await page.goBack();
    await expect.poll(() => page.locator(".pin-tile").count()).toBe(2);
    await save(sitting.id, 3, 4);
    await page.goto(`${app.url}/person/${light.person.id}`);
    await page.getByRole("button", { name: "Follow" }).click();
    await page.getByRole("button", { name: "Following", exact: true }).waitFor();
    await page.goto(`${app.url}/you/following`);
    for (const [width, dark] of [
      [1280, true],
      [390, false],
    ] as const) {
      await page.setViewportSize({ width, height: width < 600 ? 844 : 800 });
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      await page.reload();
      await expect.poll(() => page.locator(".pin-tile").count()).toBe(5);
      await settle(page);
      expect(await axeFindings(page)).toEqual([]);
      await photograph(page, `following-${width}-${dark ? "dark" : "light"}`);
    }
  });
});
