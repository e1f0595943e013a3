/**
 * More pins than there are pictures: what was seen in real ones, each vector with noise of its own, so that as many
 * vectors lie as they do in a collection of pictures of these kinds. They have words and objects but no files.
 */
import { createHash } from "node:crypto";
import type { Understanding } from "../../src/core/nouns.ts";
import { type Random, seededRandom } from "../../src/core/random.ts";
import type { Engine } from "../../src/engine.ts";
import { unit } from "../../src/math/vectors.ts";

/** Length of the noise beside a vector's own 1: a copy is .8 like its original. */
const noise = 0.75;
const portion = 500;

/** Adds pins until there are so many. */
export async function makePins(engine: Engine, size: number): Promise<void> {
  const random = seededRandom(7);
  const { items: originals } = await engine.pins.list({ limit: 1000 });
  const seen = await engine.understandings.read(
    originals.map(({ seq }) => seq),
    engine.vision.model,
  );
  for (let count = await engine.pins.count(); count < size; count += portion) {
    const copied = Array.from({ length: Math.min(portion, size - count) }, (_, i) => {
      const original = originals[(count + i) % originals.length];
      return {
        original,
        blob: createHash("sha256")
          .update(`made ${count + i}`)
          .digest("hex"),
      };
    });
    const made = await engine.pins.admitMany(
      copied.map(({ original, blob }) => ({ ...original, blob, source: `made:${blob}` })),
    );
    const understood = made.flatMap(({ pin }, i) => {
      const understanding = seen.get(copied[i].original.seq);
      return understanding ? [{ seq: pin.seq, understanding: moved(understanding, random) }] : [];
    });
    await engine.understandings.write(understood);
  }
  await engine.indexes.catchUp();
}

function moved(seen: Understanding, random: Random): Understanding {
  const { length } = seen.embedding;
  const shift = (vector: Float32Array): Float32Array =>
    unit(vector.map((value) => value + (noise * random.normal()) / Math.sqrt(length)));
  return {
    ...seen,
    embedding: shift(seen.embedding),
    objects: seen.objects.map((object) => ({ ...object, embedding: shift(object.embedding) })),
  };
}
