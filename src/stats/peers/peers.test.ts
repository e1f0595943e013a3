/** What must hold of other engines' ways whatever the flag: their published cases run in `../reference-cases/reference-cases.test.ts`. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eppoAssignment, eppoShard } from "./eppo.ts";
import { evaluateFeature, runExperiment } from "./growthbook.ts";
import { effectOf, fixedTest } from "./growthbook-effect.ts";
import type { Sums } from "./growthbook-statistics.ts";
import { stickyDocuments } from "./growthbook-sticky.ts";
import { inNetwork } from "./network-range.ts";
import { printedOddsRatio } from "./r-odds-ratio.ts";
import { compareVersions } from "./semantic-version.ts";
import { unleashClient } from "./unleash.ts";

const choices = { random: () => 0.5, now: 0 };
const person = fc.string({ minLength: 1, maxLength: 12 });

describe("Unleash", () => {
  const rollout = (share: number) =>
    unleashClient(
      {
        features: [
          {
            name: "f",
            enabled: true,
            strategies: [{ name: "flexibleRollout", parameters: { rollout: String(share), groupId: "f" } }],
          },
        ],
      },
      choices,
    );

  test("whoever is in a small rollout stays in a larger one", () => {
    fc.assert(
      fc.property(
        person,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (userId, a, b) => {
          const [small, large] = [Math.min(a, b), Math.max(a, b)].map((share) =>
            rollout(share).isEnabled("f", { userId }),
          );
          expect(!small || large).toBe(true);
        },
      ),
      { seed: 3 },
    );
  });

  test("a constraint's inversion turns it, an unknown operator is false, a pattern may carry its flags", () => {
    const on = (constraint: object, context: object): boolean =>
      unleashClient(
        {
          features: [
            { name: "f", enabled: true, strategies: [{ name: "default", constraints: [constraint] }] },
          ],
        },
        choices,
      ).isEnabled("f", { ...context });
    const name = { contextName: "name" };
    expect(on({ ...name, operator: "REGEX", value: "^(?i)ann$" }, { name: "ANN" })).toBe(true);
    expect(on({ ...name, operator: "REGEX", value: "(?=a)b" }, { name: "b" })).toBe(false);
    expect(on({ ...name, operator: "IN", values: ["a"], inverted: true }, { name: "a" })).toBe(false);
    expect(on({ ...name, operator: "NUM_BETWEEN", value: "1" }, { name: "1" })).toBe(false);
  });
});

test("addresses and ranges, both kinds", () => {
  expect(inNetwork("10.1.2.3", "10.1.0.0/16")).toBe(true);
  expect(inNetwork("10.2.2.3", "10.1.0.0/16")).toBe(false);
  expect(inNetwork("2001:db8::17", "2001:db8::/32")).toBe(true);
  expect(inNetwork("::1", "0:0:0:0:0:0:0:1")).toBe(true);
  expect(inNetwork("10.1.2.3", "::/0")).toBe(false);
  expect(inNetwork("10.1.2", "10.1.2")).toBe(false);
});

test("versions: numbers as numbers, a release after its candidates", () => {
  const rising = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0",
    "1.2.0",
    "1.10.0",
  ];
  for (let i = 1; i < rising.length; i++) expect(compareVersions(rising[i - 1], rising[i])).toBeLessThan(0);
  expect(compareVersions("1.0", "1.0.0")).toBeUndefined();
});

test("Eppo: a split's ranges share everyone out, and a flag of another type gives the default", () => {
  const flags = {
    f: {
      enabled: true,
      variationType: "STRING",
      totalShards: 100,
      variations: { a: { value: "a" }, b: { value: "b" } },
      allocations: [
        {
          splits: [
            { variationKey: "a", shards: [{ salt: "s", ranges: [{ start: 0, end: 30 }] }] },
            { variationKey: "b", shards: [{ salt: "s", ranges: [{ start: 30, end: 100 }] }] },
          ],
        },
      ],
    },
  };
  fc.assert(
    fc.property(person, (subject) => {
      const asked = { flag: "f", type: "STRING", fallback: "none", subject, attributes: {}, now: 0 };
      expect(eppoAssignment(flags, asked)).toBe(eppoShard(`s-${subject}`, 100) < 30 ? "a" : "b");
      expect(eppoAssignment(flags, { ...asked, type: "INTEGER" })).toBe("none");
    }),
    { seed: 4 },
  );
});

describe("GrowthBook", () => {
  test("a sticky bucket survives new weights", () => {
    const feature = (weights: number[]) => ({
      rules: [{ key: "e", variations: ["a", "b"], weights, meta: [{ key: "0" }, { key: "1" }] }],
    });
    fc.assert(
      fc.property(person, (id) => {
        const before = { attributes: { id }, features: { f: feature([0.5, 0.5]) } };
        const documents = stickyDocuments([], before);
        const first = evaluateFeature(before, "f", documents).value;
        const after = { ...before, features: { f: feature([0.01, 0.99]) } };
        const kept = stickyDocuments([...documents.values()], after);
        expect(evaluateFeature(after, "f", kept).value).toBe(first);
      }),
      { seed: 5 },
    );
  });

  test("what has another form than the specification's is not in the experiment, and never a crash", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (context, rule) => {
        const result = runExperiment({ attributes: context }, { key: "e", variations: rule });
        expect(typeof result.inExperiment).toBe("boolean");
      }),
      { seed: 6 },
    );
  });

  test("one stratum or two equal halves of it: the same effect", () => {
    const arm = (n: number, sum: number, squares: number): Sums => ({
      kind: "mean",
      n,
      sums: [sum],
      products: [[squares]],
      binary: [false],
      theta: null,
    });
    const half = [arm(50, 100, 300), arm(60, 150, 500)] as const;
    const whole = [arm(100, 200, 600), arm(120, 300, 1000)] as const;
    const [a, b] = [effectOf([whole], true, false), effectOf([half, half], true, false)];
    expect(b.estimate).toBeCloseTo(a.estimate, 12);
    expect(fixedTest(b, "two-sided", 0.05, 0).p).toBeCloseTo(fixedTest(a, "two-sided", 0.05, 0).p ?? 2, 12);
    expect(effectOf([half, half], true, true).estimate).toBeCloseTo(a.estimate, 12);
  });
});

test("R's odds ratio is near the root it searches, and turns over with the table", () => {
  const ratio = printedOddsRatio(9, 55, 50, 10);
  expect(ratio).toBeCloseTo(9.427, 2);
  expect(printedOddsRatio(1, 50, 55, 10) * ratio).toBeCloseTo(1, 3);
  expect(printedOddsRatio(0, 5, 5, 5)).toBe(0);
});
