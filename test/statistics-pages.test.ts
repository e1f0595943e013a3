/**
 * A page of docs/statistics for every export of `bowerbird/stats`: pages and exports name each other, every page has the
 * same parts, names rows of the calibration table that exist, and its examples give what they say. After a change:
 *
 *   UPDATE_DOCS=1 npx vitest run --project node test/statistics-pages.test.ts
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as stats from "../src/stats/stats.ts";
import { indexOf, parts, readPage, runExamples, type StatisticsPage, withRows } from "./statistics-pages.ts";

const folder = new URL("../docs/statistics/", import.meta.url).pathname;
const pages: StatisticsPage[] = globSync("*.md", { cwd: folder })
  .filter((name) => name !== "README.md")
  .sort()
  .map((name) => readPage(name, readFileSync(`${folder}${name}`, "utf8")));
const update = process.env.UPDATE_DOCS !== undefined;
const calibration = readFileSync(new URL("../docs/calibration.md", import.meta.url), "utf8");

test("every export has one page, and pages name nothing else", () => {
  const named = pages.flatMap((page) => page.exports);
  expect(named.toSorted()).toEqual(Object.keys(stats).toSorted());
});

test("the index lists every page by family", () => {
  const text = indexOf(pages);
  if (update) writeFileSync(`${folder}README.md`, text);
  expect(readFileSync(`${folder}README.md`, "utf8")).toBe(text);
});

describe.each(pages.map((page) => [page.name, page] as const))("%s", (name, page) => {
  test("has every part, in order", () => {
    expect(page.headings).toEqual(parts);
    for (const part of parts) expect(page.sections[part].length, part).toBeGreaterThan(20);
  });

  test("shows its rows of the calibration table, or says why it has none", () => {
    if (update)
      writeFileSync(`${folder}${name}`, withRows(readFileSync(`${folder}${name}`, "utf8"), calibration));
    const text = readFileSync(`${folder}${name}`, "utf8");
    expect(page.sections.Calibration).toMatch(/^(No row: |- \[`)/);
    expect(text).toBe(withRows(text, calibration));
  });

  test("its examples give what they say", () => {
    const { shown, text } = runExamples(readFileSync(`${folder}${name}`, "utf8"));
    if (update) writeFileSync(`${folder}${name}`, text);
    expect(shown).toBeGreaterThan(0);
    expect(readFileSync(`${folder}${name}`, "utf8")).toBe(text);
  });
});
