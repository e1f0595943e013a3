import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { heterogeneity } from "../experiments/heterogeneity.ts";
import { creditOf, signTest, teamDraft } from "../rankings/interleaving.ts";
import {
  addPolicySums,
  type LoggedRound,
  type PolicyEstimator,
  policySumsOf,
  policyValue,
  policyValueOf,
} from "./off-policy.ts";

test("the same policy is worth what the log earned", () => {
  const rounds = [1, 0, 1, 1].map((reward) => ({ reward, propensity: 0.25, target: 0.25 }));
  const found = policyValue(rounds, "ips");
  expect(found.value).toBe(0.75);
  expect(found.effectiveSize).toBe(4);
});

const estimators: PolicyEstimator[] = ["ips", "clipped", "self-normalised", "doubly robust", "switch"];
test.each(estimators)("%s finds the other policy's value, and its interval covers it", (estimator) => {
  // actions 0 and 1 pay .2 and .5; logged half and half, the other policy shows action 1 in 9 of 10: .47
  const random = seededRandom(8);
  let covered = 0;
  for (let run = 0; run < 200; run++) {
    const rounds = Array.from({ length: 500 }, (): LoggedRound => {
      const action = random.integer(2);
      const chance = action === 1 ? 0.5 : 0.2;
      return {
        reward: Number(random.next() < chance),
        propensity: 0.5,
        target: action === 1 ? 0.9 : 0.1,
        predictedShown: chance,
        predictedTarget: 0.47,
      };
    });
    const { low, high } = policyValue(rounds, estimator);
    if (low <= 0.47 && 0.47 <= high) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(180);
});

test("halves of a log merge into the whole", () => {
  const random = seededRandom(9);
  const rounds = Array.from({ length: 60 }, (): LoggedRound => {
    return {
      reward: random.normal(),
      propensity: 0.2 + 0.6 * random.next(),
      target: random.next(),
      predictedShown: 0.1,
    };
  });
  const merged = addPolicySums(policySumsOf(rounds.slice(0, 17)), policySumsOf(rounds.slice(17)));
  for (const estimator of estimators) {
    const [whole, parts] = [policyValue(rounds, estimator), policyValueOf(merged, estimator)];
    for (const key of ["value", "standardError", "effectiveSize", "weightError"] as const)
      expect(parts[key]).toBeCloseTo(whole[key], 10);
  }
});

test("a log without overlap and a propensity of 0 are refused", () => {
  const round = { reward: 1, propensity: 0.5, target: 0 };
  expect(() => policyValue([round, round], "ips")).toThrow(
    expect.objectContaining({ code: "DOES_NOT_APPLY" }),
  );
  expect(() => policyValue([{ ...round, propensity: 0 }, round], "ips")).toThrow(
    expect.objectContaining({ code: "OUT_OF_RANGE" }),
  );
});

test("team draft shows every item once, gives both teams nearly the same number, and is fair to twins", () => {
  const random = seededRandom(4);
  const list = ["a", "b", "c", "d", "e", "f"];
  let [winsA, winsB] = [0, 0];
  for (let i = 0; i < 2000; i++) {
    const { items, teams } = teamDraft(list, list, 6, random);
    expect(new Set(items).size).toBe(6);
    expect(teams.filter((team) => team === "A")).toHaveLength(3);
    if (creditOf(teams, [0]) === "A") winsA++;
    else winsB++;
  }
  expect(signTest({ winsA, winsB, ties: 0 }).p).toBeGreaterThan(0.001);
});

test("equal effects have no spread and shrink to their mean", () => {
  const found = heterogeneity([0.1, 0.1, 0.1].map((effect) => ({ effect, standardError: 0.05 })));
  expect(found.betweenVariance).toBe(0);
  for (const effect of found.shrunken) expect(effect).toBeCloseTo(0.1, 12);
});

const bandit = new URL("../../../../shared/data/ads/", import.meta.url);
describe.runIf(existsSync(bandit))("Open Bandit (skipped where ../shared/data/ads is absent)", () => {
  const log = (policy: string) => {
    const file = new URL(`open-bandit.${policy}.men.csv.gz`, bandit);
    // The body of a suite runs even when its tests are skipped.
    if (!existsSync(file)) return [];
    const text = gunzipSync(readFileSync(file)).toString();
    const [head, ...lines] = text.trim().split("\n");
    const column = (name: string): number => head.split(",").indexOf(name);
    const [item, place, click, chance] = ["item_id", "position", "click", "propensity_score"].map(column);
    return lines.map((line) => {
      const cells = line.split(",");
      return {
        key: `${cells[item]} ${cells[place]}`,
        place: cells[place],
        reward: Number(cells[click]),
        propensity: Number(cells[chance]),
      };
    });
  };
  const [uniform, thompson] = [log("random"), log("bts")];
  // what the Thompson policy shows at each place, by how often it did
  const shown = new Map<string, number>();
  const places = new Map<string, number>();
  for (const { key, place } of thompson) {
    shown.set(key, (shown.get(key) ?? 0) + 1);
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  const rounds = uniform.map(({ key, place, reward, propensity }): LoggedRound => {
    return { reward, propensity, target: (shown.get(key) ?? 0) / (places.get(place) ?? 1) };
  });
  const earned = thompson.reduce((sum, { reward }) => sum + reward, 0) / thompson.length;
  const error = Math.sqrt((earned * (1 - earned)) / thompson.length);
  test.each(["ips", "self-normalised", "doubly robust", "switch", "clipped"] as const)(
    "%s on the random log foretells what the Thompson policy earned",
    (estimator) => {
      const found = policyValue(rounds, estimator, { bound: 20 });
      expect(Math.abs(found.value - earned)).toBeLessThan(3 * Math.hypot(found.standardError, error));
      expect(found.effectiveSize).toBeGreaterThan(500);
      expect(found.effectiveSize).toBeLessThan(rounds.length);
    },
  );
  test("its logged propensities are right: the weights average to 1", () => {
    const { weightMean, weightError } = policyValue(rounds, "ips");
    expect(Math.abs(weightMean - 1)).toBeLessThan(4 * weightError);
  });
});
