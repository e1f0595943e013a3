/**
 * Pictures in: admit → understand → index → thumbnails. What is admitted is committed before it is counted; the later
 * stages work from the state alone, so an import that was killed is ended by starting again, nothing twice.
 */
import { createHash } from "node:crypto";
import { pinIdOf } from "../catalog/identity.ts";
import type { Clock } from "../core/clock.ts";
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { Failure, Pin, PinDraft, PinWords, Progress } from "../core/nouns.ts";
import type { BlobStore, PictureStudio, PinStore } from "../core/ports.ts";
import type { Settings } from "../core/settings.ts";
import type { WorkInHand } from "../core/work-in-hand.ts";
import { progressMeter } from "./progress.ts";
import {
  type Found,
  type FoundPicture,
  failureOf,
  type OpenedSource,
  type OpenSource,
  stopsEverything,
} from "./sources.ts";
import { thumbnailer } from "./thumbnails.ts";
import { type UnderstanderPorts, understander } from "./understander.ts";

export interface IngestPorts extends UnderstanderPorts {
  readonly pins: Pick<PinStore, "admit" | "admitMany" | "read" | "readSeqs" | "setGroup" | "list">;
  readonly blobs: Pick<BlobStore, "put" | "path" | "putDerivative" | "derivativePath">;
  readonly studio: PictureStudio;
  readonly open: OpenSource;
  readonly clock: Clock;
  /** Model processes; both admission and understanding keep this many busy. */
  readonly processes: number;
  /** Told while an import is under way, its thumbnails included. */
  readonly inHand: Pick<WorkInHand, "begin">;
}

export interface ImportOptions {
  readonly owner: string;
  /** For pictures whose source names none. */
  readonly board?: string;
  readonly tags?: readonly string[];
  readonly signal?: AbortSignal;
  /** Told of each failure when it happens; the report holds them all. */
  readonly onFailure?: (failure: Failure) => void;
}

export interface ImportReport extends Progress {
  readonly failures: readonly Failure[];
  readonly cancelled: boolean;
}

export interface Importer {
  /** Resolves when everything is searchable. @throws SOURCE_* LINK_* DISK_FULL DATA_READ_ONLY */
  importFrom(
    source: string,
    options: ImportOptions,
    onProgress?: (progress: Progress) => void,
  ): Promise<ImportReport>;
  importItems(
    opened: OpenedSource,
    options: ImportOptions,
    onProgress?: (progress: Progress) => void,
  ): Promise<ImportReport>;
  /** One upload; resolves when it is searchable. @throws PICTURE_* INFERENCE_FAILED DISK_FULL */
  importOne(
    bytes: Uint8Array,
    words: Partial<PinWords> & { source: string; board?: string },
    options: ImportOptions,
  ): Promise<{ pin: Pin; created: boolean }>;
  /** Ends what an earlier process left: pictures not understood, then thumbnails not made. */
  resume(): Promise<void>;
  /** Resolves when no thumbnail is wanting. */
  settled(): Promise<void>;
  stop(): void;
}

export function importer(ports: IngestPorts, bounds: Pick<Settings, "ingest.megabytes">): Importer {
  const { pins, blobs, studio, clock } = ports;
  // More than there are processes: while what was seen is written, others are looked at.
  const models = understander(ports, ports.processes * 3);
  /** Pictures that are admitted and wait for the models. */
  const [most, fewest] = [ports.processes * 64, ports.processes * 16];
  const stopped = new AbortController();
  let underWay = 0;
  const quiet = (): Promise<void> => (underWay > 0 ? models.drain(stopped.signal).catch(() => {}) : done);
  // More than there are cores: while some wait for the disk others compute.
  const thumbnails = thumbnailer({ blobs, studio, until: quiet, inHand: ports.inHand }, ports.processes * 4);

  const draftOf = async (
    bytes: Uint8Array,
    item: Omit<FoundPicture, "read">,
    options: ImportOptions,
  ): Promise<PinDraft> => {
    if (bytes.length > bounds["ingest.megabytes"] * 1e6) {
      const bound = `${bounds["ingest.megabytes"]} MB`;
      throw new BowerbirdError("PICTURE_TOO_LARGE", {
        actual: `${(bytes.length / 1e6).toFixed(1)} MB`,
        bound,
      });
    }
    const id = pinIdOf(createHash("sha256").update(bytes).digest("hex"));
    const [known] = await pins.read([id]);
    // Inspected before it is kept: what is refused leaves nothing behind.
    const { mime, width, height, placeholder } = known ?? (await studio.inspect({ bytes }));
    const blob = await blobs.put(bytes);
    const tags = [...(item.words.tags ?? []), ...(options.tags ?? [])];
    const board = item.board ?? options.board;
    return {
      ...item.words,
      ...(tags.length > 0 ? { tags } : {}),
      ...(board === undefined ? {} : { board }),
      ...{ blob, mime, width, height, placeholder, bytes: bytes.length },
      ...{ owner: options.owner, source: item.source },
    };
  };

  const importItems: Importer["importItems"] = async (opened, options, onProgress) => {
    const meter = progressMeter(clock);
    const failures: Failure[] = [];
    const pending = new Set<number>();
    let goOn = (): void => {};
    const told = (): void => onProgress?.(meter.read());
    const fail = (failure: Failure): void => {
      failures.push(failure);
      options.onFailure?.(failure);
      meter.failed++;
      meter.finish(1);
      told();
    };
    const onUnderstood = (pin: Pin, failure: Failure | null): void => {
      if (!pending.delete(pin.seq)) return;
      if (pending.size <= fewest) goOn();
      if (failure) fail(failure);
      else meter.finish(1);
      told();
    };
    const cancelled = (): boolean => options.signal?.aborted === true || stopped.signal.aborted;
    const admit = async (drafts: readonly PinDraft[]): Promise<void> => {
      for (const { pin, created } of await admitEach(pins, drafts, fail)) {
        if (created) {
          meter.created++;
          pending.add(pin.seq);
        } else {
          meter.duplicates++;
          meter.finish(1);
        }
        thumbnails.add(pin);
      }
      told();
    };
    let trouble: unknown = null;
    const wake = (): void => {
      models.drain(stopped.signal).catch((error: unknown) => {
        trouble = error;
      });
    };
    /** What is still pending then had been understood before it was deleted and has now come back. */
    const drained = async (): Promise<void> => {
      await models.drain(stopped.signal);
      if (cancelled()) return;
      meter.finish(pending.size);
      pending.clear();
    };
    /** Until the models have nearly caught up: not quite, so that they are never without work. */
    const fewLeft = async (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      goOn = resolve;
      await Promise.race([promise, models.drain(stopped.signal)]);
      if (pending.size > most) await drained();
    };
    void opened.total().then(
      (total) => {
        meter.total = total;
      },
      () => {},
    );
    models.listeners.add(onUnderstood);
    const ended = ports.inHand.begin();
    underWay++;
    try {
      let seen = 0;
      for await (const batch of inPortions(opened.items, ports.processes * 4)) {
        if (cancelled() || trouble !== null) break;
        seen += batch.length;
        const drafts = await Promise.all(batch.map((found) => draftOrFailure(found, draftOf, options)));
        for (const draft of drafts) if ("code" in draft) fail(draft);
        await admit(drafts.flatMap((draft) => ("code" in draft ? [] : [draft])));
        wake();
        // Back-pressure: what is admitted stays only a little ahead of the models.
        if (pending.size > most) await fewLeft();
      }
      await drained();
      if (trouble !== null) throw trouble;
      if (!cancelled()) meter.total = seen;
    } finally {
      models.listeners.delete(onUnderstood);
      underWay--;
      ended();
    }
    told();
    return { ...meter.read(), failures, cancelled: cancelled() };
  };

  return {
    importItems,
    importFrom: async (source, options, onProgress) =>
      importItems(await ports.open(source), options, onProgress),
    importOne: async (bytes, { source, board, ...words }, options) => {
      const item = { source, words, ...(board === undefined ? {} : { board }) };
      const admitted = await pins.admit(await draftOf(bytes, item, options));
      const seen = await ports.understandings.read([admitted.pin.seq], ports.vision.model);
      if (!seen.has(admitted.pin.seq)) await models.now(admitted.pin);
      thumbnails.add(admitted.pin);
      const [pin = admitted.pin] = await pins.read([admitted.pin.id]);
      return { pin, created: admitted.created };
    },
    resume: async () => {
      await models.drain(stopped.signal);
      let cursor: string | null | undefined;
      while (cursor !== null && !stopped.signal.aborted) {
        const page = await pins.list({ sort: "oldest", limit: 500, ...(cursor ? { cursor } : {}) });
        for (const pin of page.items) thumbnails.add(pin);
        await thumbnails.settled();
        cursor = page.cursor;
      }
    },
    settled: () => thumbnails.settled(),
    stop: () => {
      stopped.abort();
      thumbnails.stop();
    },
  };
}

const done = Promise.resolve();

async function draftOrFailure(
  found: Found,
  draftOf: (bytes: Uint8Array, item: FoundPicture, options: ImportOptions) => Promise<PinDraft>,
  options: ImportOptions,
): Promise<PinDraft | Failure> {
  if ("failure" in found) return found.failure;
  try {
    return await draftOf(await found.read(), found, options);
  } catch (error) {
    if (stopsEverything(error)) throw toBowerbirdError(error);
    return failureOf(found.source, error);
  }
}

/** All in one transaction; when one of them is refused, each by itself, so that only it fails. */
async function admitEach(
  pins: Pick<PinStore, "admit" | "admitMany">,
  drafts: readonly PinDraft[],
  fail: (failure: Failure) => void,
): Promise<ReadonlyArray<{ pin: Pin; created: boolean }>> {
  if (drafts.length === 0) return [];
  try {
    return await pins.admitMany(drafts);
  } catch (error) {
    if (stopsEverything(error)) throw toBowerbirdError(error);
    const admitted: Array<{ pin: Pin; created: boolean }> = [];
    for (const draft of drafts) {
      try {
        admitted.push(await pins.admit(draft));
      } catch (one) {
        fail(failureOf(draft.source, one));
      }
    }
    return admitted;
  }
}

async function* inPortions<T>(items: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let portion: T[] = [];
  for await (const item of items) {
    if (portion.push(item) < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
