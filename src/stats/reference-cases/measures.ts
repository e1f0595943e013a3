/** Cases about classification, calibration, rankings and interleaving. */
import { BowerbirdError } from "../../core/errors.ts";
import {
  averagePrecisionAt,
  binaryPreference,
  discountedGain,
  type Grade,
  interpolatedPrecision,
  normalisedGain,
  precisionAt,
  recallAt,
  reciprocalRank,
  successAt,
} from "../../math/ranking-metrics.ts";
import {
  areaUnderCurve,
  averagePrecision,
  brierScore,
  confusionScores,
  logLoss,
} from "../classification/classification-scores.ts";
import { isotonicRegression, plattProbability, plattScaling } from "../classification/score-calibration.ts";
import { creditOf, preference, signTest, type Team, tally } from "../rankings/interleaving.ts";
import type { Family } from "./family.ts";
import { asObject, type Input, orNull, readList, readNumber, readNumbers, readObject } from "./reading.ts";

const readGrades = (input: Input, field: string): Grade[] =>
  readList(input, field).map((grade) => (typeof grade === "number" ? grade : null));

function trecEval(input: Input): unknown {
  const ranked = readGrades(input, "ranked_grades");
  const counts = Object.entries(readObject(input, "judged_counts_by_grade")).map(
    ([grade, count]) => [Number(grade), Number(count)] as const,
  );
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (!(total <= 1e6 && counts.every(([, count]) => Number.isInteger(count) && count >= 0))) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "judged_counts_by_grade",
      actual: total,
      range: "whole numbers, at most a million",
    });
  }
  const judged = counts.flatMap(([grade, count]) => new Array<number>(count).fill(grade));
  const relevant = judged.filter((grade) => grade > 0).length;
  const map = (k?: number): number => averagePrecisionAt(ranked, relevant, k);
  const ndcg = (k?: number): number => normalisedGain(ranked, judged, k);
  const levels = Array.from({ length: 11 }, (_, i) => interpolatedPrecision(ranked, relevant, i / 10));
  return {
    num_ret: ranked.length,
    num_rel: relevant,
    num_rel_ret: ranked.filter((grade) => (grade ?? 0) > 0).length,
    map: map(),
    Rprec: precisionAt(ranked, relevant),
    bpref: binaryPreference(ranked, relevant, judged.length - relevant),
    recip_rank: reciprocalRank(ranked),
    ...Object.fromEntries([5, 10, 20, 100].map((k) => [`P_${k}`, precisionAt(ranked, k)])),
    ...Object.fromEntries([10, 100, 1000].map((k) => [`recall_${k}`, recallAt(ranked, relevant, k)])),
    ndcg: ndcg(),
    ...Object.fromEntries([5, 10, 20, 100].map((k) => [`ndcg_cut_${k}`, ndcg(k)])),
    ...Object.fromEntries([10, 100].map((k) => [`map_cut_${k}`, map(k)])),
    "11pt_avg": levels.reduce((sum, value) => sum + value, 0) / 11,
    "iprec_at_recall_0.00": levels[0],
    "iprec_at_recall_0.10": levels[1],
    ...Object.fromEntries([1, 5, 10].map((k) => [`success_${k}`, successAt(ranked, k)])),
  };
}

export const measuresFamily: Family = {
  "metrics.ranking.trec_eval": trecEval,
  "metrics.ranking": (input) => {
    const [ranked, judged] = [readGrades(input, "ranked_relevance"), readGrades(input, "judged_total")];
    const k = readNumber(input, "k", ranked.length);
    return {
      dcg_linear: discountedGain(ranked, k),
      ndcg_linear: normalisedGain(ranked, judged, k),
      dcg_exp: discountedGain(ranked, k, true),
      ndcg_exp: normalisedGain(ranked, judged, k, true),
      ap: averagePrecisionAt(ranked, judged.filter((grade) => (grade ?? 0) > 0).length, k),
      rr: reciprocalRank(ranked.slice(0, k)),
    };
  },
  "metrics.auc": (input) => {
    const { auc, variance } = areaUnderCurve(readNumbers(input, "labels"), readNumbers(input, "scores"));
    const reach = 1.959963984540054 * Math.sqrt(variance);
    return {
      auc,
      delong_ci95: [Math.max(0, auc - reach), Math.min(1, auc + reach)],
      delong_var: variance,
    };
  },
  "metrics.classification": (input) => {
    const [y, p] = [readNumbers(input, "y"), readNumbers(input, "p")];
    const scores = confusionScores(y, p, readNumber(input, "threshold", 0.5));
    return {
      roc_auc: areaUnderCurve(y, p).auc,
      average_precision: averagePrecision(y, p),
      log_loss: logLoss(y, p),
      brier: brierScore(y, p),
      accuracy: scores.accuracy,
      precision: orNull(scores.precision),
      recall: orNull(scores.recall),
      f1: orNull(scores.f1),
      kappa: orNull(scores.kappa),
      mcc: orNull(scores.matthews),
    };
  },
  "calibration.isotonic": (input) => ({ yf: isotonicRegression(readNumbers(input, "y")) }),
  "calibration.platt": (input) => {
    const scores = readNumbers(input, "scores");
    const scale = plattScaling(scores, readNumbers(input, "y"));
    return { ...scale, p: scores.map((score) => plattProbability(scale, score)) };
  },
  "interleaving.credit": (input) => {
    const credits = readList(input, "impressions").map((item) => {
      const impression = asObject(item, "an impression");
      const teams = readList(impression, "team").map((team): Team => (team === "A" ? "A" : "B"));
      return creditOf(teams, readNumbers(impression, "clicks"));
    });
    const { winsA, winsB, ties } = tally(credits);
    return {
      per_impression: credits,
      wins_A: winsA,
      wins_B: winsB,
      ties,
      delta_AB: preference({ winsA, winsB, ties }),
    };
  },
  "interleaving.sign_test": (input) => {
    const { p, z } = signTest({
      winsA: readNumber(input, "wins_A"),
      winsB: readNumber(input, "wins_B"),
      ties: 0,
    });
    return { p_two_sided_exact: p, z };
  },
};
