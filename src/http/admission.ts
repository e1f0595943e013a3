/** An uploaded picture becomes a pin that can be searched at once. */
import type { Pin, PinWords } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";

export interface Upload extends Partial<PinWords> {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly board?: string;
  readonly owner: string;
}

/** The pin is durable before the models look at it. @throws PICTURE_* INFERENCE_FAILED DISK_FULL */
export async function admitUpload(
  engine: Pick<Engine, "studio" | "blobs" | "pins" | "vision" | "understandings" | "indexes">,
  { bytes, name, board, owner, ...words }: Upload,
): Promise<{ pin: Pin; created: boolean }> {
  const measured = await engine.studio.inspect({ bytes });
  const blob = await engine.blobs.put(bytes);
  const admitted = await engine.pins.admit({
    ...words,
    ...measured,
    ...(board === undefined ? {} : { board }),
    blob,
    bytes: bytes.byteLength,
    owner,
    source: `upload:${name}`,
  });
  const { seq } = admitted.pin;
  const seen = await engine.understandings.read([seq], engine.vision.model);
  if (!seen.has(seq)) {
    const understanding = await engine.vision.understand({ path: await engine.blobs.path(blob) });
    await engine.understandings.write([{ seq, understanding }]);
  }
  await engine.indexes.catchUp();
  return admitted;
}
