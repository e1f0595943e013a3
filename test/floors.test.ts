/** The house: folders are an ordered list; a file imports only from its own folder or an earlier one. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const floors = [
  "core",
  "math",
  "stats",
  "vision",
  "catalog",
  "events",
  "profile",
  "index",
  "rank",
  "ingest",
  "search",
  "recommend",
  "ads",
  "trust",
  "experiments",
  "learn",
  "insights",
  "io",
  "engine",
  "engine.ts",
  "library.ts",
  "simulate",
  "http",
  "cli",
];
const rooms = globSync("{src,web,bench,test}/**/*.{ts,tsx}", { exclude: ["web/dist/**"] });
const house = rooms.filter((file) => file.startsWith("src/"));
const isTest = (file: string): boolean => /\.(test|contract)\.tsx?$/.test(file);

/** A room's face reaches into its inner rooms, and they stand on what lies open in it. */
const oneHoldsOther = (a: string, b: string): boolean =>
  `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
const isRoom = (folder: string): boolean => /^(src|web)\/\w+\/./.test(folder);
const floorOf = (file: string): number => floors.indexOf(file.split("/")[1]);
const importsOf = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) =>
    normalize(join(dirname(file), match[1])),
  );

describe("the house", () => {
  test.each(house)("%s imports only from its own floor or below", (file) => {
    expect(floorOf(file), `${file} stands on no floor`).toBeGreaterThanOrEqual(0);
    if (isTest(file)) return;
    for (const target of importsOf(file)) {
      if (!target.startsWith("src/")) continue;
      expect(floorOf(target), `${file} imports ${target}`).toBeLessThanOrEqual(floorOf(file));
      if (floors[floorOf(target)] === "io" && floors[floorOf(file)] !== "io") {
        expect(file, "only the engine imports io/").toMatch(/^src\/engine[./]/);
      }
    }
  });

  test.each(rooms.filter((file) => !isTest(file)))("%s has at most 300 lines", (file) => {
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(300);
  });

  test("no room without a name of its own, no default export, no barrel", () => {
    for (const file of rooms) {
      expect(file).not.toMatch(/\/(utils?|helpers?|common|misc|index)\.tsx?$/);
      if (!file.endsWith(".config.ts")) {
        expect(readFileSync(file, "utf8"), file).not.toMatch(/^export default /m);
      }
    }
  });

  test("no file imports itself by way of others", () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, `a cycle: ${[...path, file].join(" → ")}`).not.toContain(file);
      if (done.has(file) || !rooms.includes(file)) return;
      for (const target of importsOf(file)) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of rooms) visit(file, []);
  });

  test("no room within a floor leans on another that leans on it", () => {
    const leansOn = new Map<string, Set<string>>();
    for (const file of rooms.filter((each) => !isTest(each) && isRoom(dirname(each)))) {
      const targets = importsOf(file).map((target) => dirname(target));
      const own = leansOn.get(dirname(file)) ?? new Set();
      for (const target of targets)
        if (isRoom(target) && !oneHoldsOther(target, dirname(file))) own.add(target);
      leansOn.set(dirname(file), own);
    }
    const visit = (room: string, path: readonly string[]): void => {
      expect(path, `a circle: ${[...path, room].join(" → ")}`).not.toContain(room);
      for (const next of leansOn.get(room) ?? []) visit(next, [...path, room]);
    };
    for (const room of leansOn.keys()) visit(room, []);
  });

  test("web/ sees of the house only the contract", () => {
    for (const file of rooms.filter((room) => room.startsWith("web/"))) {
      for (const target of importsOf(file)) {
        if (target.startsWith("src/")) expect(target, file).toMatch(/^src\/http\/(contract|client)/);
      }
    }
  });
});
