/** The tables are lived by: every error has someone who throws it, every setting someone who reads it, every route a test. */
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ErrorCode, errorTable } from "../src/core/errors.ts";
import { environmentName, settingsFromEnvironment, settingsTable } from "../src/core/settings.ts";
import { routeList } from "../src/http/contract/routes.ts";

const program = globSync("src/**/*.ts", { exclude: ["src/core/*-rows/**", "src/**/*.{test,contract}.ts"] });
const lines = program.map((file) => readFileSync(file, "utf8")).join("\n");

describe("errors", () => {
  test.each(Object.keys(errorTable))("%s is thrown somewhere", (code) => {
    expect(lines.includes(`"${code}"`)).toBe(true);
  });

  test.each(Object.entries(errorTable))(
    "%s has a fitting status, exit code, sentence and remedy",
    (_, row) => {
      const [status, exit, sentence, remedy] = row;
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      // 128 and the signal's number for what a person interrupts, as shells have it.
      expect([1, 2, 3, 4, 5, 6, 130]).toContain(exit);
      // It goes on after a code and a colon, and the remedy is a sentence of its own.
      expect(sentence).toMatch(/^[a-z{].*[^.]$/s);
      expect(remedy).toMatch(/^[A-Z].*\.$/s);
    },
  );

  test("the codes that stand in a comment are in the table", () => {
    const named = [...lines.matchAll(/@throws ((?:[A-Z]+_[A-Z_]+\*? ?)+)/g)].flatMap(([, codes]) =>
      codes.trim().split(" "),
    );
    const known = Object.keys(errorTable);
    for (const code of named) {
      const fits = code.endsWith("*")
        ? known.some((one) => one.startsWith(code.slice(0, -1)))
        : known.includes(code);
      expect(fits, `@throws ${code}`).toBe(true);
    }
    expect(named.length).toBeGreaterThan(50);
  });
});

describe("settings", () => {
  test.each(Object.keys(settingsTable))("%s is read somewhere", (name) => {
    expect(lines.includes(`"${name}"`)).toBe(true);
  });

  test("each has an environment variable of its own", () => {
    const names = Object.keys(settingsTable);
    expect(new Set(names.map(environmentName)).size).toBe(names.length);
    const environment = Object.fromEntries(names.map((name) => [environmentName(name), "1"]));
    expect(Object.keys(settingsFromEnvironment(environment))).toEqual(names);
  });
});

test("no two routes have the same method and path, or the same place for different parameters", () => {
  const places = routeList.map(({ route }) => `${route.method} ${route.path.replace(/\{\w+\}/g, "{}")}`);
  expect(new Set(places).size).toBe(places.length);
});

test("whoever throws an error gives everything that its sentence and remedy name", () => {
  const thrown = [...lines.matchAll(/new BowerbirdError\(\s*"([A-Z_]+)",?\s*(\{(?:[^{}]|\{[^{}]*\})*\})?/g)];
  for (const [text, code, details = ""] of thrown) {
    const [, , sentence, remedy] = errorTable[code as ErrorCode];
    for (const [, name] of (sentence + remedy).matchAll(/\{(\w+)\}/g)) {
      expect(new RegExp(`\\b${name}\\b|\\.\\.\\.`).test(details), `${name} in ${text}`).toBe(true);
    }
  }
  expect(thrown.length).toBeGreaterThan(80);
});
