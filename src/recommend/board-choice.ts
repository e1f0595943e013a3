/**
 * Which of a person's boards a pin belongs to: a conditional logit over their boards.
 *
 *   P(b | p) = exp(w · x(p, b)) / Σ_b' exp(w · x(p, b'))
 *
 *   x1  similarity: mean of the three largest cosines between the pin and the board's pins
 *   x2  the middle: cosine between the pin and the mean of the board's pins
 *   x3  words: share of the pin's words that the board's pins or its name have, each word by how few boards have it
 *   x4  recency: 2^(-age / 7 days) since something was last saved to the board
 *   x5  size: ln(1 + pins)
 *
 * The weights start from what people do in general (`generalWeights`) and move to what this person does: they maximise
 * the likelihood of the person's own latest saves, each predicted from the saves before it, less |(w - w0) / s|² / 2.
 *
 * Sources: D. McFadden (1974), "Conditional logit analysis of qualitative choice behavior"; A. P. Dawid (1984), "Present
 * position and potential developments: the prequential approach".
 */
import { solvePositive } from "../math/linear-algebra.ts";
import { dot } from "../math/vectors.ts";

export interface SavedLook {
  /** Unit length; null while no model has seen the pin. */
  readonly vector: Float32Array | null;
  /** Lower case. */
  readonly words: readonly string[];
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface BoardLook {
  readonly name: string;
  readonly pins: readonly SavedLook[];
}

export type PinLook = Omit<SavedLook, "savedAt">;

/** Of the five features, in their order. */
export type Weights = readonly number[];

/** Learnt by `bench/board-suggestion.ts` from boards by kind, style and colour of the sample catalogue. */
export const generalWeights: Weights = [2, 6, 18, 2.5, -0.2];
/** How far a person may plausibly be from the general weights, each in its own units. */
const spread: Weights = [4, 4, 8, 1, 0.4];

const nearest = 3;
const halfLife = 7 * 86_400_000;
/** Saves a person's weights are learnt from: the latest. */
const learntFrom = 60;
const steps = 25;

/** Probabilities in the boards' order; they add up to 1. Empty for no boards. O(pins of all boards). */
export function boardProbabilities(
  pin: PinLook,
  boards: readonly BoardLook[],
  now: number,
  weights: Weights = generalWeights,
): readonly number[] {
  return softmax(features(pin, boards, now).map((x) => product(weights, x)));
}

/** The weights of one person, learnt from their own saves; the general ones where there is nothing to learn from. */
export function personalWeights(boards: readonly BoardLook[], prior: Weights = generalWeights): Weights {
  return fitWeights(pastChoices(boards), prior);
}

/** Newton's steps, halved until they help: the penalised likelihood is concave, so there is one best. */
export function fitWeights(choices: readonly Choice[], prior: Weights, tightness: Weights = spread): Weights {
  let weights = prior;
  let fit = likelihood(choices, weights, prior, tightness);
  for (let step = 0; step < steps && choices.length > 0; step++) {
    const { gradient, curvature } = slope(choices, weights, prior, tightness);
    const move = solvePositive(curvature, gradient);
    let part = 1;
    let next = weights;
    let better = Number.NEGATIVE_INFINITY;
    for (; part > 1e-3 && !(better > fit); part /= 2) {
      next = weights.map((w, k) => w + part * move[k]);
      better = likelihood(choices, next, prior, tightness);
    }
    if (!(better > fit + 1e-9)) break;
    [weights, fit] = [next, better];
  }
  return weights;
}

function likelihood(
  choices: readonly Choice[],
  weights: Weights,
  prior: Weights,
  tightness: Weights,
): number {
  const penalty = weights.reduce((sum, w, k) => sum + ((w - prior[k]) / tightness[k]) ** 2 / 2, 0);
  return choices.reduce((sum, { options, chosen }) => {
    const p = softmax(options.map((x) => product(weights, x)));
    return sum + Math.log(Math.max(Number.MIN_VALUE, p[chosen]));
  }, -penalty);
}

export interface Choice {
  /** [boards][features] */
  readonly options: readonly Weights[];
  readonly chosen: number;
}

/** Each of the latest saves as the choice it was: among the boards that held something then. */
export function pastChoices(boards: readonly BoardLook[], most = learntFrom): readonly Choice[] {
  const saves = boards.flatMap((board, chosen) => board.pins.map((pin) => ({ pin, chosen })));
  const latest = saves.toSorted((a, b) => b.pin.savedAt - a.pin.savedAt).slice(0, most);
  return latest.flatMap(({ pin, chosen }) => {
    const then = boards.map((board) => ({
      ...board,
      pins: board.pins.filter(({ savedAt }) => savedAt < pin.savedAt),
    }));
    const there = then.filter(({ pins }) => pins.length > 0);
    const index = there.indexOf(then[chosen]);
    return index < 0 || there.length < 2
      ? []
      : [{ options: features(pin, there, pin.savedAt), chosen: index }];
  });
}

/** Gradient and (negative) Hessian of the penalised log-likelihood. */
function slope(choices: readonly Choice[], weights: Weights, prior: Weights, tightness: Weights) {
  const gradient = weights.map((w, k) => (prior[k] - w) / tightness[k] ** 2);
  const curvature = weights.map((_, j) => weights.map((_, k) => (j === k ? 1 / tightness[k] ** 2 : 0)));
  for (const { options, chosen } of choices) {
    const p = softmax(options.map((x) => product(weights, x)));
    const mean = weights.map((_, k) => options.reduce((sum, x, b) => sum + p[b] * x[k], 0));
    for (let j = 0; j < weights.length; j++) {
      gradient[j] += options[chosen][j] - mean[j];
      for (let k = 0; k < weights.length; k++) {
        const second = options.reduce((sum, x, b) => sum + p[b] * x[j] * x[k], 0);
        curvature[j][k] += second - mean[j] * mean[k];
      }
    }
  }
  return { gradient, curvature };
}

/** [boards][5] */
function features(pin: PinLook, boards: readonly BoardLook[], now: number): Weights[] {
  const looks = boards.map((board) => resemblance(pin, board));
  const seen = looks.filter((look) => look !== null);
  // A board without pins looks like the average of the others: neither in favour nor against.
  const average = [0, 1].map((k) => seen.reduce((sum, look) => sum + look[k], 0) / Math.max(1, seen.length));
  const words = wordShares(pin, boards);
  return boards.map(({ pins }, b) => [
    ...(looks[b] ?? average),
    words[b],
    recency(pins, now),
    Math.log1p(pins.length),
  ]);
}

/** Mean of the nearest cosines, and the cosine to the middle. */
function resemblance({ vector }: PinLook, { pins }: BoardLook): readonly [number, number] | null {
  if (vector === null) return null;
  const cosines: number[] = [];
  const sum = new Float64Array(vector.length);
  for (const other of pins) {
    if (other.vector === null) continue;
    cosines.push(dot(vector, other.vector));
    for (let i = 0; i < sum.length; i++) sum[i] += other.vector[i];
  }
  if (cosines.length === 0) return null;
  const top = cosines.sort((a, b) => b - a).slice(0, nearest);
  const length = Math.sqrt(dot(sum, sum));
  return [top.reduce((total, x) => total + x, 0) / top.length, length > 0 ? dot(sum, vector) / length : 0];
}

/** 0..1 for each board. */
function wordShares(pin: PinLook, boards: readonly BoardLook[]): number[] {
  const said = [...new Set(pin.words)];
  const shares = boards.map(({ name, pins }) => {
    const counts = new Map<string, number>();
    for (const { words } of pins)
      for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const named = new Set(wordsOf(name));
    return said.map((word) => (named.has(word) ? 1 : (counts.get(word) ?? 0) / Math.max(1, pins.length)));
  });
  const rarity = said.map((_, i) =>
    Math.log((1 + boards.length) / (1 + shares.filter((share) => share[i] > 0).length)),
  );
  const all = rarity.reduce((sum, weight) => sum + weight, 0);
  return shares.map((share) => (all > 0 ? product(rarity, share) / all : 0));
}

/** 0..1; saves at or after `now` are not known yet. */
function recency(pins: readonly SavedLook[], now: number): number {
  const last = pins.reduce((latest, { savedAt }) => (savedAt < now ? Math.max(latest, savedAt) : latest), 0);
  return last === 0 ? 0 : 2 ** (-(now - last) / halfLife);
}

/** Words of a name or a title as they are compared: lower case, plurals as singulars, no one-letter words. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .map((word) =>
      word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word,
    );
}

function product(a: Weights, b: Weights): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - highest));
  const total = raised.reduce((sum, x) => sum + x, 0);
  return raised.map((x) => x / total);
}
