/** The table of promises: what it declares, that it can tell a false promise, and that `docs/calibration.md` holds it all. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { calibrationRows, families, measureRow, runsOf } from "./calibrate.ts";
import { calibrationPage, declaredCells, pageLines } from "./calibration-page.ts";
import type { CalibrationRow } from "./row.ts";

const clock = (): number => 0;
const here = new URL(".", import.meta.url);

describe("the rows", () => {
  test("have names of their own that begin with their family's and can be linked to", () => {
    const ids = [...families.map(({ id }) => id), ...calibrationRows.map(({ id }) => id)];
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, rows } of families)
      for (const row of rows) expect(row.id.startsWith(`${id}-`), row.id).toBe(true);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+([-.][a-z0-9]+)*$/);
  });
  test("say what they claim in a sentence, and why they promise less than the method", () => {
    for (const { claim, floor, side, nominal } of calibrationRows) {
      expect(claim).toMatch(/[^.]$/);
      if (!floor) continue;
      expect(side, claim).toBe("at least");
      expect(floor.value, claim).toBeLessThan(nominal);
    }
    const contrasts = calibrationRows.filter(({ claim }) => claim.startsWith("Contrast: "));
    expect(contrasts.every(({ side }) => side === "above" || side === "below")).toBe(true);
  });
  test("measure the public library and nothing behind it", () => {
    const files = readdirSync(here).filter((file) => !file.endsWith(".test.ts"));
    for (const file of files) {
      const imports = [...readFileSync(new URL(file, here), "utf8").matchAll(/from "(\.\.[^"]*)"/g)];
      for (const [, target] of imports)
        expect(["../stats.ts", "../../math/hashes.ts"], file).toContain(target);
    }
  });
});

describe("a promise", () => {
  const coin = (chance: number, more: Partial<CalibrationRow> = {}): CalibrationRow => ({
    ...{ id: "coin", claim: "A coin", measure: "share", nominal: 0.05, side: "equal", runs: 40_000 },
    prepare: () => (random) => random.next() < chance,
    ...more,
  });
  const inside = (row: CalibrationRow): boolean => measureRow(row, false, clock).inside;

  test("that is kept lies inside its band, one that is not outside", () => {
    expect(inside(coin(0.05))).toBe(true);
    expect(inside(coin(0.058))).toBe(false);
    expect(inside(coin(0.042))).toBe(false);
    expect(inside(coin(0.042, { side: "at most" }))).toBe(true);
    expect(inside(coin(0.058, { side: "at most" }))).toBe(false);
    expect(inside(coin(0.042, { side: "at least" }))).toBe(false);
    expect(inside(coin(0.05, { side: "above" }))).toBe(false);
    expect(inside(coin(0.058, { side: "above" }))).toBe(true);
  });
  test("of uniform p-values is told from one of p-values a little too small", () => {
    const p = (power: number) =>
      coin(0, { measure: "uniform", nominal: 0, side: "at most", prepare: () => (r) => r.next() ** power });
    expect(inside(p(1))).toBe(true);
    expect(inside(p(1.1))).toBe(false);
  });
  test("of a mean has the band of its own spread", () => {
    const mean = (shift: number) =>
      coin(0, { measure: "mean", nominal: 0, prepare: () => (r) => shift + r.normal() });
    expect(inside(mean(0))).toBe(true);
    expect(inside(mean(0.03))).toBe(false);
  });
  test("gives the same figure again, and counts what is refused", () => {
    const [row] = calibrationRows;
    expect(measureRow(row, true, clock)).toEqual(measureRow(row, true, clock));
    expect(measureRow(coin(0, { prepare: () => () => Number.NaN }), false, clock).inside).toBe(false);
  });
});

test("a part of every kind keeps its promise now", () => {
  const quick = calibrationRows.filter(({ id }) =>
    /^(aa-mean|peeking-(mean|naive-mean)|coverage-.*-50$|fieller|cuped-(variance|coverage-[ar])|sample-ratio-[od]|power-(t|p)|multiplicity-h|decision|margin|shrinkage|bayes-n|invariance)/.test(
      id,
    ),
  );
  expect(quick.length).toBeGreaterThan(60);
  const outside = quick.map((row) => measureRow(row, true, clock)).filter((row) => !row.inside);
  expect(outside.map(({ id, measured, low, high }) => `${id}: ${measured} not in ${low} … ${high}`)).toEqual(
    [],
  );
});

describe("docs/calibration.md", () => {
  const page = readFileSync(new URL("../../../docs/calibration.md", here), "utf8");
  const cells = [...pageLines(page).values()].map((line) => line.slice(2, -2).split(" | "));

  test("has exactly the rows that are declared, as they are declared", () => {
    expect(cells.map((row) => row.slice(0, 3))).toEqual(calibrationRows.map(declaredCells));
  });
  test("was measured in full, every row inside", () => {
    expect(cells.map((row) => row[5].replace(/ \(.*/, ""))).toEqual(
      calibrationRows.map((row) => runsOf(row, false).toLocaleString("en")),
    );
    expect(cells.filter((row) => row[6] !== "✓")).toEqual([]);
  });
  test("is what its lines make", () => {
    expect(calibrationPage(pageLines(page))).toBe(page);
  });
});
