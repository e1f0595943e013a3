import fc from "fast-check";
import { expect, test } from "vitest";
import { planSearch } from "./search-plan.ts";

const million = { wanted: 10, size: 1_000_000, inGraph: 1_000_000, allowed: 1_000_000, selective: 0.05 };

test("the graph for everything, more candidates for a loose filter, the rows themselves for a selective one", () => {
  expect(planSearch(million)).toEqual({ way: "graph", first: 10, most: 25_000 });
  expect(planSearch({ ...million, allowed: 500_000 })).toEqual({ way: "graph", first: 24, most: 12_500 });
  expect(planSearch({ ...million, allowed: 10_000 })).toEqual({ way: "exact" });
  expect(planSearch({ ...million, allowed: 0 })).toEqual({ way: "exact" });
});

test("exact while the graph holds less than half, and when more is wanted than the graph is worth", () => {
  expect(planSearch({ ...million, inGraph: 499_999 })).toEqual({ way: "exact" });
  expect(planSearch({ ...million, wanted: 25_001 })).toEqual({ way: "exact" });
  expect(planSearch({ ...million, wanted: 0 })).toEqual({ way: "exact" });
});

test("the graph is always asked for at least what is wanted", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(1e6), fc.nat(2e6), (wanted, size, allowed) => {
      const plan = planSearch({ wanted, size, inGraph: size, allowed, selective: 0.05 });
      if (plan.way === "graph") {
        expect(plan.first).toBeGreaterThanOrEqual(wanted);
        expect(plan.most).toBeGreaterThanOrEqual(plan.first);
      } else expect(plan.way).toBe("exact");
    }),
  );
});
