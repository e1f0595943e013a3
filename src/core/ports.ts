/**
 * What the middle asks of the world. Each port has one contract suite (`*.contract.ts`) run against every
 * implementation in `io/`. A stage is given the two or three ports it uses.
 */
import type { BowerbirdError } from "./errors.ts";
import type {
  Box,
  Failure,
  Job,
  JobState,
  Pin,
  PinDraft,
  PinFilter,
  PinWords,
  Progress,
  Understanding,
} from "./nouns.ts";

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; give it back for the next page. Null at the end. */
  readonly cursor: string | null;
}

export type PinSort = "newest" | "oldest" | "title" | "price";

/** A set of pins by row number, for filters. */
export interface PinSet {
  readonly size: number;
  has(seq: number): boolean;
  /** Ascending. */
  readonly seqs: Uint32Array;
}

/** Pins as they are kept. Every method that changes something has committed durably when it resolves. */
export interface PinStore {
  /** Admits a picture. The same bytes again add their source (and words where there were none): `created` is false. */
  admit(draft: PinDraft): Promise<{ pin: Pin; created: boolean }>;
  admitMany(drafts: readonly PinDraft[]): Promise<ReadonlyArray<{ pin: Pin; created: boolean }>>;
  /** Owners of pins by id, deleted ones too; ids that never were a pin are left out. */
  ownersOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** In the order asked; unknown and deleted ids are left out. */
  read(ids: readonly string[]): Promise<readonly Pin[]>;
  readSeqs(seqs: readonly number[]): Promise<readonly Pin[]>;
  list(query: { filter?: PinFilter; sort?: PinSort; cursor?: string; limit: number }): Promise<Page<Pin>>;
  count(filter?: PinFilter): Promise<number>;
  matching(filter: PinFilter): Promise<PinSet>;
  /** Currencies of prices, the commonest first. */
  currencies(): Promise<readonly string[]>;
  /** @throws VERSION_CONFLICT when `expectedVersion` is given and is not the pin's. */
  patch(
    id: string,
    words: Partial<PinWords> & { boards?: readonly string[] },
    expectedVersion?: number,
  ): Promise<Pin>;
  /** Hides them; `restore` brings them back with everything they had. */
  remove(ids: readonly string[]): Promise<number>;
  restore(ids: readonly string[]): Promise<number>;
  /** True when this source was already admitted with these bytes (source and blob). */
  hasSource(source: string): Promise<boolean>;
  setGroup(ids: readonly string[], group: string): Promise<void>;
  /** Row numbers of at most `count` living pins, spread evenly over the collection; the same ones every time. */
  sample(count: number): Promise<readonly number[]>;
  /** Names of boards with how many living pins they hold, the fullest first. */
  boards(): Promise<ReadonlyArray<{ name: string; pins: number }>>;
}

/** What the models saw, kept by model. Derived: it can be rebuilt from the blobs. */
export interface UnderstandingStore {
  write(entries: ReadonlyArray<{ seq: number; understanding: Understanding }>): Promise<void>;
  read(seqs: readonly number[], model: string): Promise<ReadonlyMap<number, Understanding>>;
  /** Living pins that this model has not seen, oldest first. */
  missing(model: string, limit: number, afterSeq?: number): Promise<readonly Pin[]>;
  /** Every vector of a model in ascending order of key, for building an index. */
  vectors(model: string, afterKey?: number): AsyncIterable<{ key: number; vector: Float32Array }>;
  /** Changes to pins and understandings grow this number; an index remembers up to where it has read. */
  watermark(): Promise<number>;
  /** Keys to add or to drop since a watermark. */
  changesSince(
    watermark: number,
    model: string,
  ): Promise<{ added: readonly number[]; removed: readonly number[] }>;
  count(model: string): Promise<{ pictures: number; objects: number }>;
  models(): Promise<readonly string[]>;
  /** The model whose kinds and colours filters mean. */
  activate(model: string): Promise<void>;
  activeModel(): Promise<string | null>;
  /** Drops everything one model saw. @throws BAD_INPUT for the one in use. */
  forget(model: string): Promise<void>;
}

/** Content-addressed files: originals and derivatives. */
export interface BlobStore {
  /** Writes bytes (write, sync, rename) and returns their SHA-256 as hex. */
  put(bytes: Uint8Array): Promise<string>;
  has(id: string): Promise<boolean>;
  /** Path on this machine, for programs that read files. @throws BLOB_NOT_FOUND */
  path(id: string): Promise<string>;
  read(id: string): Promise<Uint8Array>;
  /** A derivative of a blob, such as `640.webp`. Rebuildable. */
  putDerivative(id: string, name: string, bytes: Uint8Array): Promise<void>;
  derivativePath(id: string, name: string): Promise<string | null>;
  remove(id: string): Promise<void>;
}

/** Where a picture comes from: a file of this machine or bytes in memory. */
export type PictureSource = { readonly path: string } | { readonly bytes: Uint8Array };

/** `now` (when not said) for whoever waits for an answer; what is `later`, such as an import, gives way to it. */
export type Urgency = "now" | "later";

/** The models behind one face; inference runs in processes of its own. */
export interface Vision {
  /** `name@version` of embedding and detector together. */
  readonly model: string;
  readonly dimensions: number;
  /** Model processes: so many pictures are worked on at once. */
  readonly processes: number;
  /** Everything a pin needs for search. @throws PICTURE_* INFERENCE_FAILED */
  understand(picture: PictureSource, urgency?: Urgency): Promise<Understanding>;
  /** A region only, for a crop drawn by a person. No object detection inside. */
  look(picture: PictureSource, box: Box): Promise<Understanding>;
  /** The detector's own boxes, every class for itself, for judging it: from .01 up, at most 100, best first. */
  detect(picture: PictureSource): Promise<ReadonlyArray<{ box: Box; confidence: number; className: string }>>;
  /** Words as vectors in the pictures' space, [dimensions] of unit length; null where the model reads no words. */
  readonly embedText: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | null;
  /** Why it only stands for a model that saw the pins and cannot be opened, or has become another version. */
  readonly unusable?: BowerbirdError | undefined;
  close(): Promise<void>;
}

/** Words as vectors, for meaning rather than spelling. */
export interface TextModel {
  /** `name@version`; vectors of two versions are never compared. */
  readonly model: string;
  readonly dimensions: number;
  /** One vector of unit length for every text, in the order given; words past the model's window are left out. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** False where a word is only letters to the model, whose vector then says nothing. */
  knows(word: string): boolean;
  close(): Promise<void>;
}

/** Decoding, measuring and derivatives of pictures, without the models. */
export interface PictureStudio {
  /** Type from the bytes, upright size, placeholder; within the bounds. @throws PICTURE_* */
  inspect(
    picture: PictureSource,
  ): Promise<{ mime: string; width: number; height: number; placeholder: string }>;
  /**
   * A WebP in sRGB without metadata for each size, its longest side at most so many pixels; never enlarged.
   * @param sizes the largest first
   * @throws PICTURE_*
   */
  thumbnails(picture: PictureSource, sizes: readonly number[]): Promise<readonly Uint8Array[]>;
}

/** One vector near a query: a whole picture (ordinal 0 of its key) or an object in it. */
export interface Neighbour {
  readonly key: number;
  /** Dot product of unit vectors, -1..1, of the stored half floats (within 1e-3 of full precision). */
  readonly similarity: number;
}

/** One pin near a query, by the best of its regions. */
export interface PinNeighbour extends Neighbour {
  readonly seq: number;
}

/** Which vectors a search looks at: everything, whole pictures (ordinal 0) or objects (ordinal 1..15). */
export type Regions = "all" | "pictures" | "objects";

/**
 * Vectors of one model by key. Derived from the state, so it can always be rebuilt. Changes are visible to the next
 * search as soon as their promise resolves. A search never waits for a change, nor for a save except while a graph's
 * file is written (see `bench/index-search.ts`, engine `saved`).
 */
export interface VectorIndex {
  /** `name@version` of the model whose vectors these are; two versions are never mixed. */
  readonly model: string;
  readonly dimensions: number;
  /** Living vectors, whole pictures and objects together. */
  readonly size: number;
  /**
   * Adds vectors of unit length; a key already there gets the new vector.
   * @throws BAD_VECTOR (wrong length; nothing of the call is added) NOT_FINITE
   */
  add(entries: ReadonlyArray<{ key: number; vector: Float32Array }>): Promise<void>;
  /** Unknown keys are passed over. */
  remove(keys: readonly number[]): Promise<void>;
  /** The stored vector (rounded to half floats), or null. */
  vector(key: number): Float32Array | null;
  /**
   * The k nearest vectors, best first, equal similarity by smaller key; fewer than k only when no more are allowed.
   * `keep` bounds the pins and `regions` (default "all") the kind of vector looked at. Exact for small collections and
   * selective filters, otherwise approximate.
   * @throws BAD_VECTOR NOT_FINITE
   */
  search(query: Float32Array, k: number, keep?: PinSet, regions?: Regions): Promise<readonly Neighbour[]>;
  /** The k nearest pins, each once with its best region, best first; otherwise as `search`. @throws BAD_VECTOR NOT_FINITE */
  searchPins(
    query: Float32Array,
    k: number,
    keep?: PinSet,
    regions?: Regions,
  ): Promise<readonly PinNeighbour[]>;
  /** As `search`, always exact; for gauges and calibration. Yields to other work while it scans. */
  searchExactly(
    query: Float32Array,
    k: number,
    keep?: PinSet,
    regions?: Regions,
  ): Promise<readonly Neighbour[]>;
  /**
   * Write, sync, rename, with checksums, the model and `watermark`: every change of the state up to that number must
   * have been applied to the index before.
   */
  save(watermark: number): Promise<void>;
  close(): Promise<void>;
}

/** Long work, leased with a heartbeat so that a killed worker's job is taken up again. */
export interface JobStore {
  create(kind: string, input: Readonly<Record<string, unknown>>, createdBy: string): Promise<Job>;
  read(id: string): Promise<Job | null>;
  /** The latest first. */
  list(query: { kind?: string; state?: JobState; limit: number }): Promise<readonly Job[]>;
  /** The oldest waiting job, or a running one whose lease has run out or which this worker left when it died. */
  lease(
    kind: string,
    worker: string,
    milliseconds: number,
    /** Ids of the jobs that this worker is at. */
    atWork?: readonly string[],
  ): Promise<Job | null>;
  beat(id: string, worker: string, milliseconds: number, progress: Progress): Promise<void>;
  fail(id: string, failures: readonly Failure[]): Promise<void>;
  end(id: string, state: JobState, progress: Progress): Promise<void>;
}

/** Something that an admin may want to know of later. */
export interface AuditEntry {
  /** `person:…`, `key:…`, `visitor` or a command. */
  readonly who: string;
  /** Noun and verb, as a route is named: `keys.create`. */
  readonly what: string;
  readonly subject: string;
  readonly detail: string;
}

/** Answers kept for idempotency keys, and the audit trail. */
export interface RequestStore {
  remembered(key: string, who: string): Promise<{ request: string; status: number; body: string } | null>;
  remember(
    key: string,
    who: string,
    answer: { request: string; status: number; body: string },
  ): Promise<void>;
  audit(entry: AuditEntry): Promise<void>;
  /** The latest first. @throws BAD_CURSOR */
  listAudit(query: { limit: number; cursor?: string }): Promise<Page<AuditEntry & { readonly at: number }>>;
}
