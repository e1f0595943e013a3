/**
 * Second stage: what the state says is not yet understood is shown to the models, written and indexed. It knows
 * nothing but the state, so whatever moment the process dies at, it goes on from there.
 */
import { toBowerbirdError } from "../core/errors.ts";
import type { Failure, Pin } from "../core/nouns.ts";
import type { BlobStore, PinStore, UnderstandingStore, Urgency, VectorIndex, Vision } from "../core/ports.ts";
import { groupNearDuplicates, type Understood } from "./near-duplicates.ts";
import { failureOf, stopsEverything } from "./sources.ts";

export interface UnderstanderPorts {
  readonly pins: Pick<PinStore, "readSeqs" | "setGroup">;
  readonly understandings: Pick<UnderstandingStore, "missing" | "read" | "write">;
  readonly blobs: Pick<BlobStore, "path">;
  readonly vision: Pick<Vision, "model" | "understand">;
  readonly index: Pick<VectorIndex, "search">;
  /** Brings the index up to the state. */
  readonly catchUp: () => Promise<void>;
}

export interface Understander {
  /** Until nothing is missing. Calls at once are joined; @throws what stops everything, such as DISK_FULL */
  drain(signal?: AbortSignal): Promise<void>;
  /** One picture at once, past those that wait. @throws PICTURE_* INFERENCE_FAILED */
  now(pin: Pin): Promise<void>;
  /** Told of every picture that has become searchable, or could not be understood. */
  readonly listeners: Set<(pin: Pin, failure: Failure | null) => void>;
}

const portion = 16;

/** @param atOnce pictures given to the models at a time: enough to keep every process busy, few enough to stay quick. */
export function understander(ports: UnderstanderPorts, atOnce: number): Understander {
  const listeners = new Set<(pin: Pin, failure: Failure | null) => void>();
  /** Set aside until the next start, when they are tried again. */
  const failed = new Map<number, Failure>();
  const inHand = new Map<number, Promise<void>>();
  let writing: Promise<void> = Promise.resolve();
  const waiting: Array<Understood & { resolve: () => void; reject: (error: unknown) => void }> = [];
  let draining: Promise<void> | null = null;
  let again = false;

  /** Pictures understood while others are being written are written together. */
  const write = (seen: Understood): Promise<void> => {
    const written = new Promise<void>((resolve, reject) => waiting.push({ ...seen, resolve, reject }));
    writing = writing.then(async () => {
      const batch = waiting.splice(0, portion);
      if (batch.length === 0) return;
      try {
        await groupNearDuplicates(batch, ports.index, ports.pins, ports.understandings);
        await ports.understandings.write(
          batch.map(({ pin, understanding }) => ({ seq: pin.seq, understanding })),
        );
        await ports.catchUp();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    });
    return written;
  };

  const understand = (pin: Pin, urgency: Urgency): Promise<void> => {
    const known = inHand.get(pin.seq);
    if (known) return known;
    const work = (async () => {
      const picture = { path: await ports.blobs.path(pin.blob) };
      const understanding = await ports.vision.understand(picture, urgency);
      await write({ pin, understanding });
      for (const listener of listeners) listener(pin, null);
    })().finally(() => inHand.delete(pin.seq));
    inHand.set(pin.seq, work);
    return work;
  };

  const understandOrSetAside = async (pin: Pin): Promise<void> => {
    try {
      await understand(pin, "later");
    } catch (error) {
      if (stopsEverything(error)) throw toBowerbirdError(error);
      const failure = failureOf(pin.sources[0] ?? pin.id, error);
      failed.set(pin.seq, failure);
      for (const listener of listeners) listener(pin, failure);
    }
  };

  const pass = async (signal?: AbortSignal): Promise<void> => {
    const running = new Set<Promise<void>>();
    let trouble: unknown = null;
    let after = 0;
    while (!signal?.aborted && trouble === null) {
      const pins = await ports.understandings.missing(ports.vision.model, portion * 4, after);
      if (pins.length === 0) break;
      for (const pin of pins) {
        after = pin.seq;
        if (failed.has(pin.seq)) continue;
        if (signal?.aborted || trouble !== null) break;
        const work = understandOrSetAside(pin)
          .catch((error: unknown) => {
            trouble = error;
          })
          .finally(() => running.delete(work));
        running.add(work);
        if (running.size >= atOnce) await Promise.race(running);
      }
    }
    await Promise.all(running);
    if (trouble !== null) throw trouble;
  };

  const drain = async (signal?: AbortSignal): Promise<void> => {
    again = true;
    draining ??= (async () => {
      try {
        while (again && !signal?.aborted) {
          again = false;
          await pass(signal);
        }
      } finally {
        draining = null;
      }
    })();
    await draining;
  };

  return { drain, now: (pin) => understand(pin, "now"), listeners };
}
