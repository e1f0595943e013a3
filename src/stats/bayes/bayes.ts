/** What to believe after the data: posteriors, their comparison, and priors learned from past experiments. */

export { learnBetaPrior, learnGammaPrior } from "./learned-priors.ts";
export {
  betaPosterior,
  chanceOfBest,
  comparePosteriors,
  gammaPosterior,
  learnPrior,
  normalPosterior,
} from "./posteriors.ts";
