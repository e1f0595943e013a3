/**
 * The nouns everything speaks of. Plain frozen data; no behaviour but the arithmetic of keys and boxes.
 * Times are milliseconds since 1970 UTC; boxes are fractions of the upright picture from its top left corner.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const wholePicture: Box = { x: 0, y: 0, w: 1, h: 1 };

/** Intersection over union, 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (a.w * a.h + b.w * b.h - width * height);
}

/** One of the vision model's labels with its calibrated probability. */
export interface Label {
  readonly name: string;
  /** Row in the model's label list. */
  readonly index: number;
  /** 0..1, softmax(logits / 0.9). */
  readonly confidence: number;
}

/** What a picture or an object is, as special as the evidence allows. */
export interface Kind {
  readonly name: string;
  readonly confidence: number;
  /** From general to special, ending in `name`: furniture, seat, chair. */
  readonly path: readonly string[];
}

export interface Swatch {
  /** `#rrggbb` */
  readonly hex: string;
  readonly name: string;
  /** Part of the pixels, 0..1. */
  readonly share: number;
}

/** What the models saw in one region: a whole picture or an object in it. */
export interface Sight {
  /** Unit length, [model's dimensions]. */
  readonly embedding: Float32Array;
  readonly kind: Kind;
  /** The most probable, best first. */
  readonly labels: readonly Label[];
  /** Five colours at most, largest share first: of an object its own, without the ground it stands before. */
  readonly palette: readonly Swatch[];
  /** 64-bit perceptual hash, 16 hex digits. */
  readonly hash: string;
}

/** Something found in a picture. `ordinal` is 1..15 within its picture, most confident first. */
export interface SeenObject extends Sight {
  readonly ordinal: number;
  readonly box: Box;
  /** The detector's confidence that something is there, 0..1. */
  readonly confidence: number;
}

export interface Understanding extends Sight {
  /** `name@version`; vectors of two versions are never compared. */
  readonly model: string;
  readonly objects: readonly SeenObject[];
  /**
   * The 32 largest labels with sqrt(softmax(logits / 2)): postings that serve words → pictures.
   * `[label index, weight]`, best first.
   */
  readonly postings: ReadonlyArray<readonly [label: number, weight: number]>;
  /** Variance of the Laplacian of the grey picture at 256 px, 0 and up. */
  readonly sharpness: number;
  /** Mean of OKLab lightness, 0..1. */
  readonly exposure: number;
}

export interface Price {
  readonly amount: number;
  /** ISO 4217, or empty when not said. */
  readonly currency: string;
}

export type AttributeValue = string | number | boolean;

/** One picture with its words. The id is made from the picture's bytes, so the same bytes are always the same pin. */
export interface Pin {
  readonly id: string;
  /** Row number in the state; grows with time; never used again. */
  readonly seq: number;
  /** SHA-256 of the original's bytes, hex. */
  readonly blob: string;
  readonly mime: string;
  readonly bytes: number;
  /** Upright size in pixels. */
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
  readonly title: string;
  readonly description: string;
  readonly link: string;
  /** Host of `link` without `www.`, or empty. */
  readonly domain: string;
  readonly tags: readonly string[];
  readonly price: Price | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly owner: string;
  /** Names of public boards that hold it. */
  readonly boards: readonly string[];
  /** Every place it was imported from: file names, URLs, uploads. */
  readonly sources: readonly string[];
  /** The first pin of its group of near-duplicates, or its own id. */
  readonly group: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  /** Grows by one at every change; for optimistic locking. */
  readonly version: number;
}

export type PinWords = Pick<Pin, "title" | "description" | "link" | "tags" | "price" | "attributes">;

/** A pin about to be admitted: its picture is already in the blob store. */
export interface PinDraft extends Partial<PinWords> {
  readonly blob: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly owner: string;
  readonly board?: string;
  readonly source: string;
}

export interface PinFilter {
  readonly ids?: readonly string[];
  /** Names of public boards, or ids of boards that are not private. */
  readonly boards?: readonly string[];
  readonly tags?: readonly string[];
  /** Any word of a kind's path: "furniture" keeps chairs. Of the whole picture or any object in it. */
  readonly kinds?: readonly string[];
  /** Names of palette colours, or any colours as `#rrggbb`: pins with one that looks alike. */
  readonly colours?: readonly string[];
  readonly shapes?: ReadonlyArray<"portrait" | "landscape" | "square">;
  readonly owners?: readonly string[];
  readonly domains?: readonly string[];
  readonly priceFrom?: number;
  readonly priceTo?: number;
  /** ISO 4217, of these bounds. Without it the commonest is meant: amounts in two currencies are never compared. */
  readonly currency?: string;
  readonly createdFrom?: number;
  readonly createdTo?: number;
  /** Leaves out what people have reported as spam, nudity, violence or hate. */
  readonly safe?: boolean;
  /** Attribute name → accepted values. */
  readonly attributes?: Readonly<Record<string, readonly AttributeValue[]>>;
  /** `person:ID` or `key:ID`: what they hid is left out. */
  readonly notHiddenBy?: string;
}

export type Role = "none" | "viewer" | "member" | "analyst" | "admin";

/** From least to most; a role may do what every earlier one may. */
export const roles: readonly Role[] = ["none", "viewer", "member", "analyst", "admin"];

/** An account, or a visitor who did something worth keeping. */
export interface Person {
  readonly id: string;
  /** Empty while anonymous. */
  readonly name: string;
  /** Empty while anonymous. */
  readonly email: string;
  /** An anonymous person has `none` of their own and what `access.anonymous` gives everyone. */
  readonly role: Role;
  readonly anonymous: boolean;
  /** Whether what they look at may be recorded and learnt from. */
  readonly history: boolean;
  readonly createdAt: number;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** Long work: an import, a reindex. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly input: Readonly<Record<string, unknown>>;
  readonly progress: Progress;
  readonly failures: readonly Failure[];
  readonly createdBy: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface Progress {
  readonly done: number;
  /** Unknown (null) until the source has been read to its end. */
  readonly total: number | null;
  readonly created: number;
  readonly duplicates: number;
  readonly failed: number;
  /** Pictures a second, over the last seconds. */
  readonly rate: number;
  /** To go, null while unknown. */
  readonly seconds: number | null;
}

/** One thing that could not be done, where, and what to do. */
export interface Failure {
  readonly file: string;
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
}

/**
 * Key of a vector: the picture itself is ordinal 0, its objects 1..15, so the parent is found without a look-up.
 * Whole numbers below 2^53.
 */
export function vectorKey(seq: number, ordinal: number): number {
  return seq * 16 + ordinal;
}

export function seqOfKey(key: number): number {
  return Math.floor(key / 16);
}

export function ordinalOfKey(key: number): number {
  return key % 16;
}
