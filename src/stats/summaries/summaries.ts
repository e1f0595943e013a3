/** What is known of a sample without its rows: counts, sums and squares that merge; quantiles; a sample described. */

export {
  addBivariate,
  type Bivariate,
  bivariateFromSums,
  bivariateOf,
  linearised,
  ratioEstimate,
} from "./bivariate.ts";
export { type Description, describe } from "./descriptive.ts";
export type { Estimate } from "./estimate.ts";
export { addMoments, type Moments, momentsFromSums, momentsOf, varianceOf } from "./moments.ts";
export { quantileInterval, quantileOfSorted, trimmedMean, winsorise, winsorThresholds } from "./quantiles.ts";
export { addScatter, type Scatter, scatterFromSums, scatterOf } from "./scatter.ts";
