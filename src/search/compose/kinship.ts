/**
 * What a picture shows, in the collection's own words: the names of things in the pins that look most like it, each by how
 * much more they say it than the collection does.
 *
 *   share(c) = Σ_n w_n·[n says c]/√(names n says) / Σ_n w_n,   w_n = exp((s_n − s_1) / τ)
 *   weight(c) = share(c)·ln(2·share(c) / share of the collection), the largest set to 1; the 2 lets a name stand that all of
 *   a collection has
 *
 * A pin that is the picture itself speaks alone. Measured by
 * `eval compose`.
 */
import type { Mention } from "./mentions.ts";

export interface Kin {
  readonly score: number;
  readonly mentions: readonly Mention[];
}

/** Names of things with how sure each is, 0..1, the surest 1. */
export type Kinship = ReadonlyMap<string, number>;

const asked = 20;
const spread = 0.1;
const namesKept = 4;
const samePicture = 0.97;

/** @param kin the nearest first; @param sample pins from all over the collection */
export function kinshipOf(kin: readonly Kin[], sample: ReadonlyArray<readonly Mention[]>): Kinship {
  const [nearest] = kin;
  if (!nearest) return new Map();
  if (nearest.score >= samePicture && namesIn(nearest.mentions).size > 0) return ownKinship(nearest.mentions);
  const shares = new Map<string, number>();
  let total = 0;
  for (const { score, mentions } of kin.slice(0, asked)) {
    const names = namesIn(mentions);
    if (names.size === 0) continue;
    const weight = Math.exp((score - nearest.score) / spread);
    total += weight;
    for (const name of names.keys()) {
      shares.set(name, (shares.get(name) ?? 0) + weight / Math.sqrt(names.size));
    }
  }
  const everywhere = shareOf(sample);
  const weights = [...shares]
    .map(([name, sum]) => [name, (sum / total) * Math.log((2 * sum) / total / everywhere(name))] as const)
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, namesKept);
  return new Map(weights.map(([name, weight]) => [name, weight / weights[0][1]]));
}

/** Of a pin that is asked for itself: names that it says at least half as often as its commonest. */
export function ownKinship(mentions: readonly Mention[]): Kinship {
  const names = namesIn(mentions);
  const most = Math.max(...names.values());
  return new Map(
    [...names].map(([name, count]) => [name, count / most] as const).filter(([, share]) => share >= 0.5),
  );
}

/** How near a mention's things are to what is sought, 0..1. */
export function kinWeight({ categories }: Pick<Mention, "categories">, kinship: Kinship): number {
  let most = 0;
  for (const { value } of categories) most = Math.max(most, kinship.get(value) ?? 0);
  return most;
}

function namesIn(mentions: readonly Mention[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const { value } of mentions.flatMap(({ categories }) => categories)) {
    names.set(value, (names.get(value) ?? 0) + 1);
  }
  return names;
}

function shareOf(sample: ReadonlyArray<readonly Mention[]>): (name: string) => number {
  const counts = new Map<string, number>();
  for (const mentions of sample) {
    for (const name of namesIn(mentions).keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (name) => ((counts.get(name) ?? 0) + 0.5) / (sample.length + 1);
}
