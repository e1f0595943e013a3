/** Cases about distribution functions: arrays in, arrays out. */
import { betaDistribution, chiSquare, fisherF, standardNormal, studentT } from "../../math/distributions.ts";
import { noncentralTLower, studentizedRangeUpper } from "../../math/noncentral.ts";
import type { Family } from "./family.ts";
import { readNumber, readNumbers } from "./reading.ts";

export const distributionsFamily: Family = {
  "dist.normal": (input) => {
    const z = readNumbers(input, "z");
    return { cdf: z.map(standardNormal.lower), sf: z.map(standardNormal.upper) };
  },
  "dist.t": (input) => {
    const t = studentT(readNumber(input, "df"));
    return {
      sf: readNumbers(input, "t").map(t.upper),
      q975: t.upperQuantile(0.025),
      q995: t.upperQuantile(0.005),
    };
  },
  "dist.chi2": (input) => {
    const distribution = chiSquare(readNumber(input, "df"));
    return { sf: readNumbers(input, "x").map(distribution.upper), q95: distribution.upperQuantile(0.05) };
  },
  "dist.f": (input) => {
    const distribution = fisherF(readNumber(input, "df1"), readNumber(input, "df2"));
    return { sf: readNumbers(input, "x").map(distribution.upper) };
  },
  "dist.beta": (input) => {
    const distribution = betaDistribution(readNumber(input, "a"), readNumber(input, "b"));
    return {
      cdf: readNumbers(input, "x").map(distribution.lower),
      q025: distribution.quantile(0.025),
      q975: distribution.upperQuantile(0.025),
    };
  },
  "dist.noncentral_t": (input) => {
    const [df, shift] = [readNumber(input, "df"), readNumber(input, "nc")];
    return { cdf: readNumbers(input, "t").map((t) => noncentralTLower(t, df, shift)) };
  },
  "dist.studentized_range": (input) => {
    const [k, df] = [readNumber(input, "k"), readNumber(input, "df")];
    return { sf: readNumbers(input, "q").map((q) => studentizedRangeUpper(q, k, df)) };
  },
};
