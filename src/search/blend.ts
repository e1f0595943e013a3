/**
 * How near a pin is, as a whole and by its parts. With q the query's whole picture, p its subject (the object and as much of
 * its surroundings), c a pin's whole picture and r the regions of the pin, the whole included:
 *
 *   whole = (q·c + p·c / 2) / 1.5,  or p·c alone where a person has chosen the part
 *   best  = max over r of p·r
 *   score = ln(e^(16 whole) + e^(16 (best − price))) / 16
 *
 * The two are evidence for one thing, so neither takes from the other: the score is the larger of them where they differ,
 * and a little more where they agree. The best of many regions comes near by luck more often than the one whole, which is its
 * price: .11, and .04 for a part that a person has chosen.
 *
 * Mean average precision by `eval retrieval` and `eval objects`, for whole pictures alone, the best region alone and this
 * score: groceries .566, .521, .570; clothing .507, .498, .511; objects .778, .745, .778; another picture of an item .894,
 * .906, .903; an item's scenes .265, .649, .648; of a chosen object its item .792, .807, .820. The constants stand in ranges
 * (16 to 24, .10 to .13, .02 to .08) where none of these falls by more than .005.
 *
 * Source: the smooth maximum (log-sum-exp) as evidence of alternatives: O. Maron, T. Lozano-Perez (1998), "A framework for
 * multiple-instance learning", NIPS 10, 570-576.
 */
import { vectorKey } from "../core/nouns.ts";
import type { PinNeighbour, PinSet, VectorIndex } from "../core/ports.ts";
import { dot } from "../math/vectors.ts";

export interface QueryVectors {
  /** Null when only a part is meant. */
  readonly whole: Float32Array | null;
  readonly part: Float32Array;
}

/** A pin by its best region, or by the whole where that decides. */
export interface Match extends PinNeighbour {
  /** What the order is made of, about -1..1. */
  readonly score: number;
  /** The largest similarity of any two of their vectors, -1..1. */
  readonly closest: number;
}

/** The larger, the nearer to the plain maximum of the two. */
const sharpness = 16;
/** What the best of many regions is worth less, in similarity. */
const price = { chosen: 0.04, guessed: 0.11 };
const mostRegions = 16;

/** Null for a pin that the index does not hold. */
export function matchOf({ whole, part }: QueryVectors, seq: number, index: VectorIndex): Match | null {
  const picture = index.vector(vectorKey(seq, 0));
  if (!picture) return null;
  const ofPart = dot(picture, part);
  let best = { key: vectorKey(seq, 0), seq, similarity: ofPart };
  for (let ordinal = 1; ordinal < mostRegions; ordinal++) {
    const key = vectorKey(seq, ordinal);
    const vector = index.vector(key);
    if (!vector) break;
    const similarity = dot(vector, part);
    if (similarity > best.similarity) best = { key, seq, similarity };
  }
  const alike = whole ? dot(picture, whole) : ofPart;
  const asWhole = whole ? (alike + ofPart / 2) / 1.5 : ofPart;
  const asPart = best.similarity - (whole ? price.guessed : price.chosen);
  const score = smoothMaximum(asWhole, asPart);
  const closest = Math.max(alike, best.similarity);
  return asPart > asWhole
    ? { ...best, score, closest }
    : { key: vectorKey(seq, 0), seq, similarity: alike, score, closest };
}

function smoothMaximum(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-sharpness * Math.abs(a - b))) / sharpness;
}

/** Depth of the first look, doubled until there are enough. */
const firstDepth = 200;

/**
 * At least `wanted` pins where there are so many, the nearest first. A longer list begins with the shorter one, so that
 * pages continue each other.
 */
export async function nearestMatches(
  query: QueryVectors,
  wanted: number,
  deepest: number,
  index: VectorIndex,
  keep: PinSet | undefined,
): Promise<readonly Match[]> {
  const matches: Match[] = [];
  const known = new Set<number>();
  for (let depth = Math.min(deepest, firstDepth); ; depth = Math.min(deepest, 2 * depth)) {
    const near = [
      ...(query.whole ? await index.searchPins(query.whole, depth, keep, "pictures") : []),
      ...(await index.searchPins(query.part, depth, keep)),
    ];
    const fresh = new Set(near.map(({ seq }) => seq).filter((seq) => !known.has(seq)));
    const found = [...fresh].flatMap((seq) => matchOf(query, seq, index) ?? []);
    matches.push(...found.sort((a, b) => b.score - a.score || a.seq - b.seq));
    for (const seq of fresh) known.add(seq);
    if (matches.length >= wanted || depth >= deepest || fresh.size === 0) return matches;
  }
}
