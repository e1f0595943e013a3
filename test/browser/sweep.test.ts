/**
 * Every page for those who read, point and move otherwise: text twice as large, from right to left, without motion, by
 * keys alone, with a finger. One row a page.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { onlyOnce } from "../../src/core/only-once.ts";
import { inBrowser, refusedByPolicy, samplePin, settle, useApp } from "./app.ts";

inBrowser("every page", () => {
  const app = useApp();

  const addresses = onlyOnce(async (): Promise<ReadonlyArray<readonly [title: string, path: string]>> => {
    const sofa = await samplePin(app, "sofa-156-b");
    const { id: board } = await app.client.boards.create({ body: { name: "Living room" } });
    await app.client.boards.save({ params: { id: board }, body: { pins: [sofa.id] } });
    return [
      ["Bowerbird", "/"],
      ["green velvet", "/?words=green+velvet"],
      ["zzqxv", "/?words=zzqxv"],
      [sofa.title, `/pin/${sofa.id}`],
      [sofa.title, `/pin/${sofa.id}?crop=0.200,0.300,0.400,0.400`],
      ["Add pictures", "/add"],
      ["Living room", `/board/${board}`],
      ["Following", "/you/following"],
      ["Your boards", "/you"],
      ["What this place knows about you", "/you/data"],
      ["Kept searches", "/you/searches"],
      ["What do you like?", "/welcome"],
      ["", "/join"],
      ["", "/sign-in"],
      ["", "/studio"],
      ["Imports", "/studio/imports"],
      ["", "/studio/models"],
      ["Events", "/studio/events"],
      ["People", "/studio/people"],
      ["API keys", "/studio/keys"],
      ["Storage", "/studio/storage"],
      ["Settings", "/studio/settings"],
      ["Audit", "/studio/audit"],
      ["", "/nowhere"],
    ];
  });

  test("has a title, one heading, and nothing lost at any size, in any direction", async () => {
    const found: string[] = [];
    const titles: string[] = [];
    const page = await app.open("/", { width: 390, touch: true, reducedMotion: true, as: "admin" });
    for (const [title, path] of await addresses()) {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(app.url + path);
      await page.locator("h1").first().waitFor({ state: "attached" });
      await settle(page);
      titles.push(await page.title());
      if (!(await page.title()).startsWith(title)) found.push(`${path}: its title is ${await page.title()}`);
      const look = async (how: string): Promise<void> => {
        await settle(page);
        for (const said of await page.evaluate<string[]>(findings)) found.push(`${path} ${how}: ${said}`);
        for (const said of await refusedByPolicy(page)) found.push(`${path} ${how}: refused ${said}`);
      };
      await look("at 390 px");
      await page.evaluate('document.documentElement.style.fontSize = "200%"');
      await look("at 390 px, text twice as large");
      await page.evaluate(
        `document.documentElement.style.fontSize = ""; document.documentElement.dir = "rtl"`,
      );
      await look("at 390 px, from right to left");
      await page.setViewportSize({ width: 1280, height: 900 });
      await look("at 1280 px, from right to left");
    }
    expect(found).toEqual([]);
    expect(titles.filter((title) => title === "Bowerbird")).toHaveLength(1);
  });

  test("shows where the focus is", async () => {
    const unseen: string[] = [];
    const page = await app.open("/", { as: "admin" });
    for (const [, path] of await addresses()) {
      await page.goto(app.url + path);
      await page.locator("h1").first().waitFor({ state: "attached" });
      await settle(page);
      for (const said of await unseenFocus(page, 14)) unseen.push(`${path}: ${said}`);
    }
    expect(unseen).toEqual([]);
  });
});

/** What Tab comes to within so many steps and does not look different for it. */
async function unseenFocus(page: Page, steps: number): Promise<string[]> {
  const unseen: string[] = [];
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press("Tab");
    const said = await page.evaluate<string | null>(focusSeen);
    if (said === "the page") break;
    if (said !== null) unseen.push(said);
  }
  return unseen;
}

/** Null when an outline or a shadow shows the focus on the element or on what it labels. */
const focusSeen = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "the page";
  const shows = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  };
  const near = [element, element.parentElement, element.nextElementSibling, element.closest("label, form")];
  return near.some((one) => one && shows(one)) ? null : element.outerHTML.slice(0, 160);
})()`;

/** In the page: what is lost, moves, is too small to hit, or has no place among the headings. */
const findings = `(() => {
  const said = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) said.push("wider than its window by " + over + " px");
  if (document.querySelectorAll("h1").length !== 1) said.push(document.querySelectorAll("h1").length + " main headings");
  if (!document.querySelector("main")) said.push("no main part");
  const moving = document.getAnimations().filter((one) => one.playState === "running" && one.effect.getComputedTiming().duration > 20);
  if (moving.length > 0) said.push("moves: " + (moving[0].effect.target?.className ?? "something"));
  for (const element of document.querySelectorAll("a, button, input, select, textarea, h1, h2, h3, p, label, dt, dd, td, th")) {
    const { width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (width < 2 || height < 2 || style.visibility === "hidden") continue;
    const name = element.tagName.toLowerCase() + "." + element.className + " " + (element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40);
    const hidden = style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && !element.matches("input, textarea, select");
    if (hidden && element.scrollWidth > element.clientWidth + 2 && element.textContent.trim()) said.push("cut: " + name);
    const target = element.matches("a, button, select, textarea, input:not([type=hidden])") && style.display !== "inline";
    const labelled = element.closest("label")?.getBoundingClientRect();
    const [wide, high] = [Math.max(width, labelled?.width ?? 0), Math.max(height, labelled?.height ?? 0)];
    if (target && style.pointerEvents !== "none" && Math.min(wide, high) < 24) said.push("small: " + name + " " + Math.round(wide) + " × " + Math.round(high));
  }
  return said;
})()`;
