/** Cases about survival and about effects that differ between segments. */
import { heterogeneity } from "../heterogeneity.ts";
import { coxRegression, kaplanMeier, type Lifetime, logRank } from "../survival.ts";
import type { Family } from "./family.ts";
import { orNull, readList, readNumbers } from "./reading.ts";

export const survivalFamily: Family = {
  "survival.km_logrank_cox": (input) => {
    const events = readNumbers(input, "event");
    const groups = readList(input, "group");
    const lifetimes = readNumbers(input, "time").map(
      (time, i): Lifetime => ({ time, event: events[i] === 1 }),
    );
    const names = [...new Set(groups)];
    const strata = names.map((name) => lifetimes.filter((_, i) => groups[i] === name));
    const curves = strata.map(kaplanMeier);
    const x = groups.map((group) => names.indexOf(group));
    const efron = coxRegression(lifetimes, x);
    return {
      km_surv: curves.flat().map((step) => step.survival),
      km_time: curves.flat().map((step) => step.time),
      km_se_greenwood: curves.flat().map((step) => orNull(step.standardError)),
      strata_sizes: curves.map((curve) => curve.length),
      logrank_chi2: logRank(strata[0], strata[1]),
      cox_efron_coef: efron.coefficient,
      cox_efron_se: efron.standardError,
      cox_breslow_coef: coxRegression(lifetimes, x, "breslow").coefficient,
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
