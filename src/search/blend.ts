/**
 * How near a pin is, as a whole and by its parts. With q the query's whole picture, p its subject (the object and a little
 * of its surroundings), c a pin's whole picture and r the regions of the pin, the whole included:
 *
 *   best  = max over r of p·r
 *   score = max( (q·c + best / 2) / 1.5,  0.7 · best )
 *
 * The first term is of pictures of the same thing, shown alike; the second of pictures that hold it somewhere. A part that
 * a person has chosen is sought by itself: score = best.
 *
 * Measured by `eval retrieval` and `eval objects`, mean average precision: whole pictures alone, the best region alone
 * and this score: groceries .566, .519, .564; clothing .514, .500, .515; objects .784, .747, .785; an item's scenes .267,
 * .648, .623. The weight .7 stands in the middle of a range (.6 to .8) where nothing falls below .55 of the last.
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
  /** What the order is made of, -1..1. */
  readonly score: number;
  /** The largest similarity of any two of their vectors, -1..1. */
  readonly closest: number;
}

const partWeight = 0.7;
const mostRegions = 16;

/** Null for a pin that the index does not hold. */
export function matchOf({ whole, part }: QueryVectors, seq: number, index: VectorIndex): Match | null {
  let best: PinNeighbour | null = null;
  for (let ordinal = 0; ordinal < mostRegions; ordinal++) {
    const key = vectorKey(seq, ordinal);
    const vector = index.vector(key);
    if (!vector) break;
    const similarity = dot(vector, part);
    if (!best || similarity > best.similarity) best = { key, seq, similarity };
  }
  if (!best) return null;
  const picture = whole && index.vector(vectorKey(seq, 0));
  if (!picture) return { ...best, score: best.similarity, closest: best.similarity };
  const alike = dot(picture, whole);
  const [asWhole, asPart] = [(alike + best.similarity / 2) / 1.5, partWeight * best.similarity];
  const closest = Math.max(alike, best.similarity);
  return asPart > asWhole
    ? { ...best, score: asPart, closest }
    : { key: vectorKey(seq, 0), seq, similarity: alike, score: asWhole, closest };
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
