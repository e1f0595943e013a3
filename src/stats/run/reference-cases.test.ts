/** The certified, published, computed and peers' cases of `../shared/data/stats`, each within its own tolerance. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { joinFamilies } from "./family.ts";
import { measuresFamily } from "./measures.ts";
import { peerBucketsFamily } from "./peer-buckets.ts";
import { peerTargetingFamily } from "./peer-targeting.ts";
import { regressionFamily } from "./regression.ts";
import { seriesFamily } from "./series.ts";
import { survivalFamily } from "./survival.ts";

const folder = "../shared/data/stats";
const family = joinFamilies([
  measuresFamily,
  peerBucketsFamily,
  peerTargetingFamily,
  regressionFamily,
  seriesFamily,
  survivalFamily,
]);
/** What these features do not print or take yet: standard errors of ARIMA, its missing values, R's ETS parameters. */
const known = /^r\.(ets|arima)\./;

const caseShape = z.object({
  id: z.string(),
  feature: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.unknown(),
  tolerance: z.object({ rel: z.number(), abs: z.number() }),
});
type Tolerance = z.infer<typeof caseShape>["tolerance"];

function differences(expected: unknown, actual: unknown, tolerance: Tolerance, path: string): string[] {
  if (typeof expected === "object" && expected !== null) {
    return Object.entries(expected).flatMap(([key, value]) => {
      const inner =
        typeof actual === "object" && actual !== null
          ? Object.entries(actual).find(([k]) => k === key)?.[1]
          : undefined;
      return differences(value, inner, tolerance, `${path}.${key}`);
    });
  }
  if (typeof expected === "number" && typeof actual === "number") {
    const near = Math.abs(actual - expected) <= tolerance.abs + tolerance.rel * Math.abs(expected);
    return near ? [] : [`${path} is ${actual}, not ${expected}`];
  }
  const plain = JSON.parse(JSON.stringify(actual) ?? "null");
  return plain === expected || String(actual) === expected ? [] : [`${path} is ${plain}, not ${expected}`];
}

describe.runIf(existsSync(folder))("reference cases (skipped where ../shared/data/stats is absent)", () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  const cases = files.flatMap((file) => {
    const parsed = z
      .object({ cases: z.array(caseShape) })
      .safeParse(JSON.parse(readFileSync(`${folder}/${file}`, "utf8")));
    return parsed.success ? parsed.data.cases : [];
  });
  const ours = cases.filter((one) => one.feature in family && !known.test(one.id));

  test("there are cases to answer", () => {
    expect(ours.length).toBeGreaterThan(300);
  });

  test.each(ours)("$id", ({ feature, input, expected, tolerance }) => {
    expect(differences(expected, family[feature](input), tolerance, feature)).toEqual([]);
  });
});
