/** From the label scores of the vision model to names people understand, and to postings that words can find. */
import type { Kind, Label } from "../core/nouns.ts";
import { topK } from "../math/top-k.ts";

export interface LabelName {
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly gloss: string;
  /** From general to special, without the name itself. */
  readonly path: readonly string[];
}

/** Calibrated on photographs: see the card. */
const temperature = 0.9;
const postingTemperature = 2;
const postingsKept = 32;
const labelsKept = 5;
/** A word is said when its probability reaches this; else a more general one. */
const sure = 0.4;
/** So general that they say nothing to people, or part what people think of as one: a cucumber is a solid, a dish a substance. */
const tooGeneral = new Set([
  ...["entity", "thing", "object", "natural object", "whole", "part", "system", "abstraction"],
  ...["causal agent", "matter", "solid", "substance", "artifact", "instrumentality"],
]);

/** The path of what a label's pictures show, where its word has the path of another sense: tea cups, not a punch. */
const shown: Readonly<Record<string, readonly string[]>> = { cup: ["container", "vessel"] };

/** The labels as the word list has them, with the paths of what their pictures show. */
export const namesOf = (listed: readonly LabelName[]): LabelName[] =>
  listed.map((label) => ({ ...label, path: shown[label.name] ?? label.path }));

/** softmax(logits / t), [labels]. */
export function softmax(logits: Float32Array, t = 1): Float32Array {
  let highest = -Infinity;
  for (const logit of logits) highest = Math.max(highest, logit);
  const out = new Float32Array(logits.length);
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.exp((logits[i] - highest) / t);
    total += out[i];
  }
  for (let i = 0; i < out.length; i++) out[i] /= total;
  return out;
}

/** The most probable labels, best first. */
export function topLabels(logits: Float32Array, names: readonly LabelName[]): Label[] {
  const probability = softmax(logits, temperature);
  return largest(probability, labelsKept).map((index) => ({
    name: names[index].name,
    index,
    confidence: probability[index],
  }));
}

/** The 32 largest sqrt(softmax(logits / 2)), [label, weight]: unit length over all labels. */
export function postingsOf(logits: Float32Array): Array<readonly [number, number]> {
  const weight = softmax(logits, postingTemperature).map(Math.sqrt);
  return largest(weight, postingsKept).map((index) => [index, weight[index]]);
}

/**
 * The most special word whose probability, added up over all labels below it, is sure enough; the likeliest label's
 * own name when it is, else a general word on its path.
 */
export function kindOf(logits: Float32Array, names: readonly LabelName[]): Kind {
  const probability = softmax(logits, temperature);
  const [best] = largest(probability, 1);
  const path = [...names[best].path.filter((word) => !tooGeneral.has(word)), names[best].name];
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const word = path[depth];
    let confidence = 0;
    for (const index of labelsBelow(names).get(word) ?? []) confidence += probability[index];
    if (confidence >= sure || depth === 0) return { name: word, confidence, path: path.slice(0, depth + 1) };
  }
  return { name: names[best].name, confidence: probability[best], path };
}

/**
 * Weights of labels for words: w = softmax(20·(s − mean(s))), s = V·q.
 * @param vectors text vectors of the labels [labels × dimensions], @param query unit length [dimensions]
 */
export function labelWeights(vectors: Float32Array, query: Float32Array): Float32Array {
  const count = vectors.length / query.length;
  const scores = new Float32Array(count);
  for (let label = 0; label < count; label++) {
    let sum = 0;
    for (let i = 0; i < query.length; i++) sum += vectors[label * query.length + i] * query[i];
    scores[label] = sum;
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / count;
  return softmax(scores.map((score) => 20 * (score - mean)));
}

/** For every word the labels it covers, itself among them, in ascending order; the same for every picture. */
function labelsBelow(names: readonly LabelName[]): ReadonlyMap<string, readonly number[]> {
  const known = below.get(names);
  if (known) return known;
  const made = new Map<string, number[]>();
  for (const [index, { name, path }] of names.entries()) {
    for (const word of new Set([name, ...path])) {
      const covered = made.get(word);
      if (covered) covered.push(index);
      else made.set(word, [index]);
    }
  }
  below.set(names, made);
  return made;
}

const below = new WeakMap<readonly LabelName[], ReadonlyMap<string, readonly number[]>>();

function largest(values: Float32Array, count: number): number[] {
  const top = topK(count);
  for (let i = 0; i < values.length; i++) top.push(i, values[i]);
  return top.sorted().map(({ id }) => id);
}
