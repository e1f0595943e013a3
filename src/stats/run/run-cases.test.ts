/** Every case of `../shared/data/stats` through the runner, with a line a family: passed, refused, unsupported. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCases } from "./run-cases.ts";

const folder = "../shared/data/stats";
/** Files whose every case passes; the rest are being worked on and only counted. */
const complete = [
  "bayes",
  "correlation",
  "cuped",
  "distributions",
  "heterogeneity",
  "numerics",
  "power_extra",
  "r_group_sequential",
  "r_multiplicity",
  "r_nonparametric",
  "r_power",
  "r_srm",
  "r_twosample",
  "ratio_metrics",
  "resampling",
  "robust",
  "srm_sequential",
];

type Reference = { id: string; expected: unknown; tolerance?: { rel?: number; abs?: number } };

const asNumber = (value: unknown): unknown =>
  value === "Infinity" || value === "-Infinity" ? Number(value) : value;

function near(expected: unknown, actual: unknown, rel: number, abs: number): boolean {
  const [e, a] = [asNumber(expected), asNumber(actual)];
  if (typeof e === "number" && typeof a === "number")
    return e === a || Math.abs(a - e) <= abs + rel * Math.abs(e);
  if (typeof e !== "object" || e === null) return e === a;
  if (typeof a !== "object" || a === null) return false;
  const values = new Map(Object.entries(a));
  return Object.entries(e).every(([key, value]) => near(value, values.get(key), rel, abs));
}

function count(file: string) {
  const parsed: { cases: Reference[] } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  const counts = { passed: 0, refused: 0, unsupported: 0, failed: [] as string[] };
  runCases(parsed).results.forEach((result, i) => {
    const { id, expected, tolerance } = parsed.cases[i];
    if ("unsupported" in result) counts.unsupported += 1;
    else if ("refused" in result) counts.refused += 1;
    else if (near(expected, result.output, tolerance?.rel ?? 0, tolerance?.abs ?? 0)) counts.passed += 1;
    else counts.failed.push(id);
  });
  return { total: parsed.cases.length, ...counts };
}

describe.runIf(existsSync(folder))(
  "all reference cases (skipped where ../shared/data/stats is absent)",
  () => {
    const files = existsSync(folder)
      ? readdirSync(folder).filter(
          (file) => /^[^.]+\.json$/.test(file) && !/^(peer_|nist_|r_timeseries)/.test(file),
        )
      : [];
    test.each(files)("%s", (file) => {
      const { total, passed, refused, unsupported, failed } = count(file);
      process.stdout.write(
        `${file}: ${passed} of ${total} passed, ${refused} refused, ${unsupported} unsupported\n`,
      );
      if (complete.includes(file.replace(".json", "")))
        expect({ passed, failed }).toEqual({ passed: total, failed: [] });
      else expect(passed + refused + unsupported + failed.length).toBe(total);
    });
  },
);

test("what is not a file of cases is refused, an unknown feature is unsupported, bad input is a refusal", () => {
  expect(() => runCases([])).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
  const cases = [
    { id: "a", feature: "constructor", input: {} },
    { id: "b", feature: "test.welch", input: { control: [1], treatment: [1, 2] } },
    { id: "c", feature: "test.welch", input: { control: [1, null], treatment: [1, 2] } },
  ];
  expect(runCases({ cases }).results).toMatchObject([
    { id: "a", unsupported: true },
    { id: "b", refused: { code: "EMPTY_SAMPLE" } },
    { id: "c", refused: { code: "NOT_FINITE" } },
  ]);
});
