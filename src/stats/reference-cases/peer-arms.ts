/** GrowthBook's statistics as its JSON writes them. */
import { BowerbirdError } from "../../core/errors.ts";
import type { Arms } from "../peers/growthbook-effect.ts";
import type { QuantileSums, Sums } from "../peers/growthbook-statistics.ts";
import type { Stratum } from "../peers/growthbook-strata.ts";
import { asObject, has, type Input, readList, readNumber, readObject, readText } from "./reading.ts";

interface Component {
  readonly sum: number;
  readonly squares: number;
  readonly binary: boolean;
}

function component(part: Input): Component {
  const binary = readText(part, "kind") === "ProportionStatistic";
  const sum = readNumber(part, "sum");
  return { sum, squares: binary ? sum : readNumber(part, "sum_squares"), binary };
}

/** `crosses[i]` names the sum of products of component pairs in the order (0,1), (0,2), (1,2), (0,3) … */
function sumsOf(
  part: Input,
  kind: Sums["kind"],
  fields: readonly string[],
  crosses: readonly string[],
): Sums {
  const components = fields.map((field) => component(field === "" ? part : readObject(part, field)));
  const cross = (i: number, j: number): number => readNumber(part, crosses[(j * (j - 1)) / 2 + i]);
  return {
    kind,
    n: countOf(part, "n"),
    sums: components.map(({ sum }) => sum),
    products: components.map((own, i) =>
      components.map((_, j) => (i === j ? own.squares : cross(Math.min(i, j), Math.max(i, j)))),
    ),
    binary: components.map(({ binary }) => binary),
    theta: has(part, "theta") ? readNumber(part, "theta") : null,
  };
}

function countOf(part: Input, field: string): number {
  const n = readNumber(part, field);
  if (n >= 0) return n;
  throw new BowerbirdError("OUT_OF_RANGE", { what: field, actual: n, range: "0 or more" });
}

export function readArm(part: Input): Sums {
  const kind = readText(part, "kind");
  if (kind === "SampleMeanStatistic" || kind === "ProportionStatistic") return sumsOf(part, "mean", [""], []);
  if (kind === "RatioStatistic") {
    return sumsOf(part, "ratio", ["m_statistic", "d_statistic"], ["m_d_sum_of_products"]);
  }
  if (kind === "RegressionAdjustedStatistic") {
    return sumsOf(part, "adjusted", ["post_statistic", "pre_statistic"], ["post_pre_sum_of_products"]);
  }
  if (kind === "RegressionAdjustedRatioStatistic") {
    return sumsOf(
      part,
      "adjusted ratio",
      ["m_statistic_post", "d_statistic_post", "m_statistic_pre", "d_statistic_pre"],
      [
        "m_post_d_post_sum_of_products",
        "m_post_m_pre_sum_of_products",
        "m_pre_d_post_sum_of_products",
        "m_post_d_pre_sum_of_products",
        "d_post_d_pre_sum_of_products",
        "m_pre_d_pre_sum_of_products",
      ],
    );
  }
  throw new BowerbirdError("BAD_INPUT", { what: "kind", why: `there is no statistic called ${kind}` });
}

function readQuantile(part: Input): QuantileSums {
  const squares = (field: string): number => readNumber(part, field);
  const clustered = readText(part, "kind") === "QuantileClusteredStatistic";
  return {
    n: countOf(part, "n"),
    nLimits: countOf(part, "n_star"),
    nu: readNumber(part, "nu"),
    quantile: readNumber(part, "quantile_hat"),
    lower: readNumber(part, "quantile_lower"),
    upper: readNumber(part, "quantile_upper"),
    ...(clustered
      ? {
          clusters: {
            kind: "ratio",
            n: countOf(part, "n_clusters"),
            sums: [squares("main_sum"), squares("denominator_sum")],
            products: [
              [squares("main_sum_squares"), squares("main_denominator_sum_product")],
              [squares("main_denominator_sum_product"), squares("denominator_sum_squares")],
            ],
            binary: [false, false],
            theta: null,
          },
        }
      : {}),
  };
}

export function readArms(input: Input): Arms {
  const strata = readList(input, "strata").map((item) => asObject(item, "a stratum"));
  if (strata.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const [control, treatment] = ["control", "treatment"].map((field) => readObject(strata[0], field));
  if (readText(control, "kind").startsWith("Quantile")) {
    if (strata.length > 1) {
      throw new BowerbirdError("BAD_INPUT", { what: "strata", why: "quantiles cannot be added up" });
    }
    return [readQuantile(control), readQuantile(treatment)];
  }
  const read = strata.map(
    (stratum): Stratum => [
      readArm(readObject(stratum, "control")),
      readArm(readObject(stratum, "treatment")),
    ],
  );
  if (read.some((pair) => pair.some((arm) => arm.kind !== read[0][0].kind))) {
    throw new BowerbirdError("BAD_INPUT", { what: "strata", why: "their statistics are of different kinds" });
  }
  return read;
}
