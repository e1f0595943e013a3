/**
 * Where other engines put a person, bit for bit, so that running tests can be moved over without reshuffling anyone.
 *
 *   GrowthBook v1  fnv1a(value + seed) mod 1000 / 1000;  v2  fnv1a(String(fnv1a(seed + value))) mod 10000 / 10000
 *   LaunchDarkly   first 15 hex digits of sha1(`flag.salt.key`, or `seed.key`) / (16¹⁵ - 1)
 *   PostHog        first 15 hex digits of sha1(`flag.person` + salt) / (16¹⁵ - 1)
 *
 * Sources: each project's published SDK specification and test vectors.
 */
import { createHash } from "node:crypto";
import { fnv1a } from "../../math/hashes.ts";

export type BucketRange = readonly [from: number, to: number];

/** In [0, 1); null for a version nobody knows. */
export function growthBookBucket(seed: string, value: string, version: number): number | null {
  if (version === 1) return (fnv1a(value + seed) % 1000) / 1000;
  if (version === 2) return (fnv1a(String(fnv1a(seed + value))) % 10000) / 10000;
  return null;
}

export function launchDarklyBucket(
  flag: string,
  salt: string,
  key: string,
  seed: number | null = null,
): number {
  return sha1Share(seed === null ? `${flag}.${salt}.${key}` : `${seed}.${key}`);
}

export function postHogBucket(flag: string, person: string, salt = ""): number {
  return sha1Share(`${flag}.${person}${salt}`);
}

function sha1Share(text: string): number {
  return Number.parseInt(createHash("sha1").update(text).digest("hex").slice(0, 15), 16) / (16 ** 15 - 1);
}

export function equalWeights(count: number): number[] {
  return count < 1 ? [] : new Array<number>(count).fill(1 / count);
}

/** GrowthBook's ranges: coverage is kept within [0, 1]; weights that do not fit or sum to 1 are replaced by equal ones. */
export function bucketRanges(
  count: number,
  coverage: number,
  weights?: readonly number[] | null,
): BucketRange[] {
  const share = Math.min(1, Math.max(0, coverage));
  const sum = weights?.reduce((total, weight) => total + weight, 0) ?? 0;
  const used = weights?.length === count && sum >= 0.99 && sum <= 1.01 ? weights : equalWeights(count);
  let from = 0;
  return used.map((weight) => {
    const start = from;
    from += weight;
    return [start, start + share * weight];
  });
}

/** The first range that holds n, or -1. */
export function chooseVariation(n: number, ranges: readonly BucketRange[]): number {
  return ranges.findIndex(([from, to]) => n >= from && n < to);
}

export function inNamespace(id: string, [name, from, to]: readonly [string, number, number]): boolean {
  const n = growthBookBucket(`__${name}`, id, 1) ?? -1;
  return n >= from && n < to;
}

/** `?key=1` in an address forces that variation; null when it is not there or out of range. */
export function queryOverride(key: string, url: string, count: number): number | null {
  const query = url.split("?")[1]?.split("#")[0];
  const given = query
    ?.split("&")
    .map((pair) => pair.split("="))
    .find(([name, value]) => name === key && /^\d+$/.test(value ?? ""));
  const variation = given ? Number.parseInt(given[1], 10) : -1;
  return variation >= 0 && variation < count ? variation : null;
}
