/** Cases about other engines' hashing and bucketing. */
import { BowerbirdError } from "../../core/errors.ts";
import { fnv1a, murmur3 } from "../../math/hashes.ts";
import {
  type BucketRange,
  bucketRanges,
  chooseVariation,
  equalWeights,
  growthBookBucket,
  inNamespace,
  launchDarklyBucket,
  postHogBucket,
  queryOverride,
} from "../peers/buckets.ts";
import type { Family } from "./family.ts";
import { asNumbers, has, readCount, readList, readNumber, readNumbers, readText } from "./reading.ts";

/** SMHasher's verification: hashes of 0, 1, … 255 bytes, hashed once more. */
function smhasherVerification(): number {
  const hashes = new Uint8Array(1024);
  const view = new DataView(hashes.buffer);
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0; i < 256; i++) view.setUint32(4 * i, murmur3(bytes.subarray(0, i), 256 - i), true);
  return murmur3(hashes, 0);
}

export const peerBucketsFamily: Family = {
  "hash.murmur3_32": (input) => ({
    u32: has(input, "procedure")
      ? smhasherVerification()
      : murmur3(readText(input, "utf8"), readNumber(input, "seed", 0)),
  }),
  "hash.fnv1a_32": (input) => ({ u32: fnv1a(readText(input, "utf8")) }),
  "hash.sha1_bucket": (input) => ({
    bucket: has(input, "distinct_id")
      ? postHogBucket(readText(input, "key"), readText(input, "distinct_id"), readText(input, "salt", ""))
      : launchDarklyBucket(
          readText(input, "flag_key"),
          readText(input, "salt"),
          readText(input, "context_value"),
          has(input, "seed") ? readNumber(input, "seed") : null,
        ),
  }),
  "assignment.hash.fnv1a32": (input) => ({
    bucket: growthBookBucket(readText(input, "seed"), readText(input, "value"), readNumber(input, "version")),
  }),
  "assignment.bucket_range": (input) => ({
    ranges: bucketRanges(
      readCount(input, "num_variations", 1e5),
      readNumber(input, "coverage", 1),
      has(input, "weights") ? readNumbers(input, "weights") : null,
    ),
  }),
  "assignment.choose": (input) => ({
    variation: chooseVariation(
      readNumber(input, "n"),
      readList(input, "ranges").map((range): BucketRange => {
        const [from, to] = asNumbers(range, "ranges");
        return [from, to];
      }),
    ),
  }),
  "assignment.namespace": (input) => {
    const [name, from, to] = readList(input, "namespace");
    if (typeof name !== "string" || typeof from !== "number" || typeof to !== "number") {
      throw new BowerbirdError("BAD_INPUT", { what: "namespace", why: "name, from and to are needed" });
    }
    return { in: inNamespace(readText(input, "id"), [name, from, to]) };
  },
  "assignment.equal_weights": (input) => ({
    // the vectors are written to 8 decimals
    weights: equalWeights(Math.min(readNumber(input, "n"), 1e5)).map(
      (weight) => Math.round(weight * 1e8) / 1e8,
    ),
  }),
  "assignment.qs_override": (input) => ({
    variation: queryOverride(
      readText(input, "key"),
      readText(input, "url"),
      readCount(input, "num_variations", 1e5),
    ),
  }),
};
