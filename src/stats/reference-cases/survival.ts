/** Cases about survival and about effects that differ between segments. */
import { BowerbirdError } from "../../core/errors.ts";
import { heterogeneity } from "../experiments/heterogeneity.ts";
import { coxRegression } from "../survival/cox.ts";
import { kaplanMeier, type Lifetime, logRank } from "../survival/kaplan-meier.ts";
import type { Family } from "./family.ts";
import { orNull, readLabels, readNumbers } from "./reading.ts";

const oneOrAll = (values: readonly number[]): unknown => (values.length === 1 ? values[0] : values);

export const survivalFamily: Family = {
  "survival.km_logrank_cox": (input) => {
    const [times, events] = [readNumbers(input, "time"), readNumbers(input, "event")];
    const groups = readLabels(input, "group");
    if (times.length !== events.length || times.length !== groups.length) {
      throw new BowerbirdError("BAD_INPUT", { what: "time, event and group", why: "they differ in length" });
    }
    const lifetimes = times.map((time, i): Lifetime => ({ time, event: events[i] === 1 }));
    const names = [...new Set(groups)].sort((a, b) =>
      String(a).localeCompare(String(b), "en", { numeric: true }),
    );
    const strata = names.map((name) => lifetimes.filter((_, i) => groups[i] === name));
    const curves = strata.map(kaplanMeier);
    const rows = groups.map((group) => names.slice(1).map((name) => (group === name ? 1 : 0)));
    const efron = coxRegression(lifetimes, rows);
    return {
      km_surv: curves.flat().map((step) => step.survival),
      km_time: curves.flat().map((step) => step.time),
      km_se_greenwood: curves.flat().map((step) => orNull(step.standardError)),
      strata_sizes: curves.map((curve) => curve.length),
      logrank_chi2: logRank(strata).statistic,
      cox_efron_coef: oneOrAll(efron.coefficients),
      cox_efron_se: oneOrAll(efron.standardErrors),
      cox_breslow_coef: oneOrAll(coxRegression(lifetimes, rows, "breslow").coefficients),
    };
  },
  "heterogeneity.q_test": (input) => {
    const errors = readNumbers(input, "se");
    const found = heterogeneity(
      readNumbers(input, "effects").map((effect, i) => ({ effect, standardError: errors[i] })),
    );
    return {
      fixed: found.fixed.effect,
      fixed_se: found.fixed.standardError,
      Q: found.Q,
      df: found.df,
      p: found.p,
      I2: found.I2,
      tau2_DL: found.betweenVariance,
      random: found.random.effect,
      random_se: found.random.standardError,
    };
  },
};
