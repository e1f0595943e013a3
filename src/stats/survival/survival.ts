/** How long until something happens, when not everyone was watched to the end. */

export { type CoxFit, coxRegression } from "./cox.ts";
export { kaplanMeier, type Lifetime, type LogRank, logRank } from "./kaplan-meier.ts";
