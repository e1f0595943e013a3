/**
 * Keeps the indexes true to the state. The state is committed first; `catchUp` then reads what has changed since the
 * watermark and applies it, so an index is a function of the state up to a number it knows. At start a saved index is
 * checked against the state and repaired from it. A second model's index is built beside the first; switching and
 * rolling back is one step.
 */
import { endAll } from "../core/ending.ts";
import { BowerbirdError } from "../core/errors.ts";
import type { SeenObject, Sight } from "../core/nouns.ts";
import { seqOfKey, vectorKey } from "../core/nouns.ts";
import type { UnderstandingStore, VectorIndex } from "../core/ports.ts";
import type { GrowingIndex } from "./vector-index.ts";

/** Where the indexes of the models are kept, one for each. */
export interface IndexShelf {
  /** The saved index with its watermark; an empty one with null when there is none or it is damaged. */
  open(
    model: string,
    dimensions: number,
  ): Promise<{ index: GrowingIndex; watermark: number | null; trouble: string | null }>;
  discard(model: string): Promise<void>;
}

/** What opening an index took: nothing but reading, the changes since, or everything anew and why. */
export type Repair =
  | { readonly kind: "none" | "changes"; readonly added: number; readonly removed: number }
  | { readonly kind: "rebuilt"; readonly added: number; readonly why: string };

export interface IndexKeeper {
  /** Opens a model's index, true to the state, and serves it. */
  start(model: string, dimensions: number, progress?: (done: number) => void): Promise<Repair>;
  /** The index in use. @throws NOT_READY before `start` */
  readonly index: GrowingIndex;
  /**
   * The index in use, for vectors of `model`; just after a switch still the one before, for what was seen by it.
   * @throws NOT_READY MODEL_MISMATCH
   */
  indexFor(model: string): VectorIndex;
  /** Brings every open index up to the state: call it after each committed change. Calls at once are joined. */
  catchUp(): Promise<void>;
  /** Catches up and saves every open index that is not on the disk as it is. @throws DISK_FULL DATA_READ_ONLY */
  save(): Promise<void>;
  /** Vectors added and removed since they were last saved. */
  readonly unsaved: number;
  /** Opens or builds the index of another model beside the one in use, from what the state holds of that model. */
  prepare(model: string, dimensions: number, progress?: (done: number) => void): Promise<Repair>;
  /** A prepared index, to compare. @throws MODEL_NOT_FOUND */
  prepared(model: string): VectorIndex;
  /** Serves a prepared model from the next search on, and tells the state. @throws MODEL_NOT_FOUND */
  switchTo(model: string): Promise<void>;
  /** Serves again the model that `switchTo` has replaced, and returns it. @throws MODEL_NOT_FOUND */
  rollBack(): Promise<string>;
  /** Closes a model's index and removes it from the disk. @throws BAD_INPUT for the one in use */
  discard(model: string): Promise<void>;
  close(): Promise<void>;
}

/** Where vectors come from: what was seen in pins, or what their words mean. */
export interface VectorSource
  extends Pick<UnderstandingStore, "watermark" | "changesSince" | "vectors" | "count" | "activate"> {
  read(
    seqs: readonly number[],
    model: string,
  ): Promise<
    ReadonlyMap<
      number,
      Pick<Sight, "embedding"> & {
        readonly objects: ReadonlyArray<Pick<SeenObject, "ordinal" | "embedding">>;
      }
    >
  >;
}

interface Kept {
  readonly index: GrowingIndex;
  watermark: number;
  unsaved: number;
  /** What is on the disk: its watermark and how far its graph had grown; null for nothing. */
  saved: { readonly watermark: number; readonly linked: number } | null;
}

/** Vectors handed over at a time. */
const portion = 512;
/** With more changed vectors than this, all of the model's are read in order instead of pin by pin. */
const many = 5000;

export function indexKeeper(shelf: IndexShelf, understandings: VectorSource): IndexKeeper {
  const open = new Map<string, Kept>();
  let inUse: Kept | null = null;
  let previous: Kept | null = null;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  const applyChanges = async (kept: Kept): Promise<{ added: number; removed: number }> => {
    const { index } = kept;
    const mark = await understandings.watermark();
    if (mark === kept.watermark) return { added: 0, removed: 0 };
    const { added, removed } = await understandings.changesSince(kept.watermark, index.model);
    const before = index.size;
    await index.remove(removed);
    const gone = before - index.size;
    for await (const entries of vectorsOf(understandings, index.model, added)) {
      const fresh = entries.filter(({ key, vector }) => !isKnown(index, key, vector));
      await index.add(fresh);
      kept.unsaved += fresh.length;
    }
    kept.unsaved += gone;
    kept.watermark = mark;
    return { added: added.length, removed: gone };
  };

  const rebuild = async (kept: Kept, progress?: (done: number) => void): Promise<void> => {
    const mark = await understandings.watermark();
    let entries: Array<{ key: number; vector: Float32Array }> = [];
    const hand = async (): Promise<void> => {
      await kept.index.add(entries);
      entries = [];
      progress?.(kept.index.size);
    };
    for await (const entry of understandings.vectors(kept.index.model)) {
      if (entries.push(entry) === portion) await hand();
    }
    await hand();
    kept.watermark = mark;
    kept.unsaved = kept.index.size;
    await applyChanges(kept);
  };

  /** Why the saved index cannot be brought up to date by changes; null when it can. */
  const fault = async (saved: Awaited<ReturnType<IndexShelf["open"]>>): Promise<string | null> => {
    if (saved.trouble !== null) return saved.trouble;
    if (saved.watermark === null) return "there was none";
    return saved.watermark > (await understandings.watermark()) ? "the state is older than the index" : null;
  };

  const openKept = async (
    model: string,
    dimensions: number,
    progress?: (done: number) => void,
  ): Promise<{ kept: Kept; repair: Repair }> => {
    const saved = await shelf.open(model, dimensions);
    let why = await fault(saved);
    if (why === null) {
      const { index, watermark } = saved;
      const onDisk = watermark === null ? null : { watermark, linked: index.linked };
      const kept: Kept = { index, watermark: watermark ?? 0, unsaved: 0, saved: onDisk };
      const changes = await applyChanges(kept);
      const { pictures, objects } = await understandings.count(model);
      if (kept.index.size === pictures + objects) {
        const kind = changes.added + changes.removed > 0 ? "changes" : "none";
        return { kept, repair: { kind, ...changes } };
      }
      why = `it held ${kept.index.size} vectors, the state ${pictures + objects}`;
    }
    await saved.index.close();
    await shelf.discard(model);
    const { index } = await shelf.open(model, dimensions);
    const kept: Kept = { index, watermark: 0, unsaved: 0, saved: null };
    await rebuild(kept, progress);
    return { kept, repair: { kind: "rebuilt", added: kept.index.size, why } };
  };

  const prepare: IndexKeeper["prepare"] = async (model, dimensions, progress) => {
    const already = open.get(model);
    if (already) return { kind: "none", added: 0, removed: 0 };
    const { kept, repair } = await openKept(model, dimensions, progress);
    open.set(model, kept);
    return repair;
  };

  const find = (model: string): Kept => {
    const kept = open.get(model);
    if (!kept) throw new BowerbirdError("MODEL_NOT_FOUND", { id: model });
    return kept;
  };

  const catchUpAll = async (): Promise<void> => {
    for (const kept of open.values()) await applyChanges(kept);
  };

  const keeper: IndexKeeper = {
    start: async (model, dimensions, progress) => {
      const repair = await prepare(model, dimensions, progress);
      inUse = find(model);
      return repair;
    },
    get index() {
      if (!inUse) throw new BowerbirdError("NOT_READY", { what: "the index is being opened" });
      return inUse.index;
    },
    indexFor: (model) => {
      const { index } = keeper;
      if (previous?.index.model === model) return previous.index;
      if (index.model !== model)
        throw new BowerbirdError("MODEL_MISMATCH", { index: index.model, query: model });
      return index;
    },
    catchUp: () => {
      if (next) return next;
      const mine = running
        .catch(() => {})
        .then(() => {
          next = null;
          return catchUpAll();
        });
      next = mine;
      running = mine;
      return mine;
    },
    save: async () => {
      await keeper.catchUp();
      for (const kept of open.values()) if (!isOnDisk(kept)) await save(kept);
    },
    get unsaved() {
      return open.values().reduce((sum, kept) => sum + kept.unsaved, 0);
    },
    prepare,
    prepared: (model) => find(model).index,
    switchTo: async (model) => {
      const kept = find(model);
      await keeper.catchUp();
      await understandings.activate(model);
      if (kept !== inUse) previous = inUse;
      inUse = kept;
    },
    rollBack: async () => {
      if (!previous) throw new BowerbirdError("MODEL_NOT_FOUND", { id: "before this one" });
      const { model } = previous.index;
      await keeper.switchTo(model);
      return model;
    },
    discard: async (model) => {
      if (inUse?.index.model === model) {
        throw new BowerbirdError("BAD_INPUT", { what: `model ${model}`, why: "it is the one in use" });
      }
      if (previous?.index.model === model) previous = null;
      await open.get(model)?.index.close();
      open.delete(model);
      await shelf.discard(model);
    },
    close: async () => {
      await running.catch(() => {});
      const indexes = [...open.values()].map(({ index }) => index);
      open.clear();
      inUse = null;
      await endAll(...indexes.map(({ close }) => close));
    },
  };
  return keeper;
}

async function save(kept: Kept): Promise<void> {
  const { index, watermark, unsaved } = kept;
  const { linked } = index;
  await index.save(watermark);
  kept.unsaved -= unsaved;
  kept.saved = { watermark, linked };
}

const isOnDisk = ({ index, watermark, saved }: Kept): boolean =>
  saved?.watermark === watermark && saved.linked === index.linked;

/** A pin changes for many reasons: its words, another model's look at it. */
function isKnown(index: GrowingIndex, key: number, vector: Float32Array): boolean {
  const known = index.vector(key);
  return known?.every((value, i) => value === vector[i]) ?? false;
}

/** The vectors of these keys, in portions. */
async function* vectorsOf(
  understandings: Pick<VectorSource, "read" | "vectors">,
  model: string,
  keys: readonly number[],
): AsyncGenerator<Array<{ key: number; vector: Float32Array }>> {
  if (keys.length > many) {
    const wanted = new Set(keys);
    let entries: Array<{ key: number; vector: Float32Array }> = [];
    for await (const entry of understandings.vectors(model)) {
      if (wanted.has(entry.key) && entries.push(entry) === portion) {
        yield entries;
        entries = [];
      }
    }
    yield entries;
    return;
  }
  const seqs = [...new Set(keys.map(seqOfKey))];
  for (let i = 0; i < seqs.length; i += portion) {
    const read = await understandings.read(seqs.slice(i, i + portion), model);
    yield [...read].flatMap(([seq, { embedding, objects }]) => [
      { key: vectorKey(seq, 0), vector: embedding },
      ...objects.map((object) => ({ key: vectorKey(seq, object.ordinal), vector: object.embedding })),
    ]);
  }
}
