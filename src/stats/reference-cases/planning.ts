/** Cases about power and sample size. */
import { BowerbirdError } from "../../core/errors.ts";
import * as power from "../planning/power.ts";
import type { Family } from "./family.ts";
import { has, type Input, readNumber, readNumbers, readText } from "./reading.ts";

const level = (input: Input): power.Level => ({
  alpha: readNumber(input, "alpha"),
  power: readNumber(input, "power"),
  sides: readNumber(input, "sides", 2) === 1 ? 1 : 2,
});

/** Arms compared pairwise: each needs n weighted by 1/share; the largest comparison decides. */
function inAll(input: Input, variance: (arm: number) => number, delta: number): number {
  const shares = readNumbers(input, "allocation");
  const bad = shares.find((share) => !(share > 0 && share <= 1));
  if (bad !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "allocation", actual: bad, range: "shares above 0" });
  }
  if (delta === 0)
    throw new BowerbirdError("OUT_OF_RANGE", { what: "the effect", actual: 0, range: "not 0" });
  const z = power.detectableZ(level(input));
  const against = readText(input, "comparisons") === "control_vs_all" ? [0] : shares.map((_, i) => i);
  let most = 0;
  for (const i of against) {
    for (let j = i + 1; j < shares.length; j++) {
      most = Math.max(most, (z * z * (variance(i) / shares[i] + variance(j) / shares[j])) / delta ** 2);
    }
  }
  return most;
}

export const planningFamily: Family = {
  "power.means.n": (input) => {
    const delta = readNumber(input, "delta");
    if (has(input, "variance")) {
      return {
        n_total: 2 * Math.ceil(power.sampleSizeNormal(delta, readNumber(input, "variance"), level(input))),
      };
    }
    return { n_per_group: power.sampleSizeT(delta, readNumber(input, "sd"), level(input)) };
  },
  "power.means.n.multi_arm": (input) => {
    const variance = readNumber(input, "variance");
    return { n_total: Math.ceil(inAll(input, () => variance, readNumber(input, "delta"))) };
  },
  "power.means.mde": (input) => ({
    mde: power.detectableEffectT(readNumber(input, "n"), readNumber(input, "sd"), level(input)),
  }),
  "power.means.unequal": (input) => ({
    power: power.powerOfT(
      readNumber(input, "d"),
      readNumber(input, "n1"),
      readNumber(input, "n2"),
      readNumber(input, "alpha"),
    ),
  }),
  "power.proportions.n": (input) => {
    const sizes = power.sampleSizeProportions(readNumber(input, "p1"), readNumber(input, "p2"), level(input));
    return {
      n_per_group_pooled_null: sizes.pooled,
      n_per_group_arcsine: sizes.arcsine,
      n_per_group_unpooled: sizes.unpooled,
      n_total: 2 * Math.ceil(sizes.pooled),
    };
  },
  "power.proportions.n.multi_arm": (input) => {
    const [p1, p2] = [readNumber(input, "p1"), readNumber(input, "p2")];
    const variance = (arm: number): number => (arm === 0 ? p1 * (1 - p1) : p2 * (1 - p2));
    return { n_total: Math.ceil(inAll(input, variance, p2 - p1)) };
  },
  "power.chisq": (input) => ({
    power: power.powerOfChiSquare(
      readNumber(input, "w"),
      readNumber(input, "N"),
      readNumber(input, "df"),
      readNumber(input, "alpha"),
    ),
  }),
  "power.cuped": (input) => {
    const ratio = power.cupedVarianceRatio(readNumber(input, "rho"));
    const variance = readNumber(input, "sd") ** 2 * ratio;
    return {
      n_per_group_normal: power.sampleSizeNormal(readNumber(input, "delta"), variance, level(input)),
      variance_ratio: ratio,
    };
  },
  "power.cluster": (input) => {
    const effect = power.designEffect(readNumber(input, "cluster_size"), readNumber(input, "icc"));
    return { design_effect: effect, n_per_arm: readNumber(input, "n_srs_per_arm") * effect };
  },
  "power.noninferiority": (input) => {
    const asked = { alpha: readNumber(input, "alpha_one_sided"), power: readNumber(input, "power") };
    const [delta, sd, margin] = [
      readNumber(input, "true_diff"),
      readNumber(input, "sd"),
      readNumber(input, "margin"),
    ];
    return { n_per_group_normal: power.sampleSizeNonInferiority(delta, sd, margin, asked) };
  },
  "power.type_s_m": (input) => {
    const result = power.typeSM(
      readNumber(input, "true_effect"),
      readNumber(input, "se"),
      readNumber(input, "alpha"),
    );
    return { power: result.power, type_s: result.typeS, exaggeration_type_m: result.exaggeration };
  },
  "power.allocation": (input) => {
    const [delta, sd, share] = [
      readNumber(input, "delta"),
      readNumber(input, "sd"),
      readNumber(input, "treatment_share"),
    ];
    return { n_total: power.sampleSizeAllocated(delta, sd, share, level(input)) };
  },
  "power.mde.relative": (input) => {
    const effect = power.detectableEffect(
      readNumber(input, "n_per_arm"),
      readNumber(input, "sd"),
      level(input),
    );
    const mean = readNumber(input, "control_mean");
    if (mean === 0) {
      throw new BowerbirdError("DOES_NOT_APPLY", { method: "a relative effect", why: "control's mean is 0" });
    }
    return { mde_abs: effect, mde_rel: effect / Math.abs(mean) };
  },
};
