/** What an import reads: pictures with their words, whatever holds them. */
import { type BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { Failure, PinWords } from "../core/nouns.ts";

/** One picture of a source. Its bytes are read only when the import comes to it. */
export interface FoundPicture {
  /** Where it came from, without anything private of the machine: `shop/chairs/a.webp`, a URL. */
  readonly source: string;
  readonly words: Partial<PinWords>;
  readonly board?: string;
  /** @throws LINK_* SOURCE_UNREADABLE PICTURE_TOO_LARGE */
  readonly read: () => Promise<Uint8Array>;
}

/** Something of a source that cannot be imported; the rest goes on. */
export interface FoundFailure {
  readonly failure: Failure;
}

export type Found = FoundPicture | FoundFailure;

/** A source opened for reading once. */
export interface OpenedSource {
  readonly items: AsyncIterable<Found>;
  /** How many there are, counted without reading pictures; null when that cannot be known beforehand. */
  readonly total: () => Promise<number | null>;
}

/** Opens a path or an address. @throws SOURCE_NOT_FOUND SOURCE_UNREADABLE LINK_* */
export type OpenSource = (source: string) => Promise<OpenedSource>;

export function failureOf(file: string, thrown: unknown): Failure {
  const error: BowerbirdError = toBowerbirdError(thrown);
  return { file, code: error.code, sentence: error.message, remedy: error.remedy };
}

/** True for faults of the machine, after which going on would fail for every picture alike. */
export function stopsEverything(thrown: unknown): boolean {
  const { code } = toBowerbirdError(thrown);
  return code === "DISK_FULL" || code === "DATA_READ_ONLY" || code === "DATA_CORRUPT";
}

const pictureNames = /\.(jpe?g|jfif|png|webp|avif|gif|tiff?|svg|hei[cf])$/i;

/**
 * Whether a file of a folder or an archive is taken for a picture: by its name, or by its first bytes when the name
 * says nothing. Hidden files and what systems leave behind are passed over.
 */
export function looksLikePicture(name: string, head: Uint8Array): boolean {
  return isPictureName(name) || hasPictureHead(head);
}

export function isPictureName(name: string): boolean {
  return pictureNames.test(name);
}

/** Part of a path that is hidden or left behind by a system: `.git/x`, `__MACOSX/x`, `Thumbs.db`. */
export function isLeftBehind(path: string): boolean {
  return path.split("/").some((part) => /^(\..*|__MACOSX|Thumbs\.db|desktop\.ini)$/i.test(part));
}

/** The first bytes of the eight types; what follows them is the decoder's matter. */
function hasPictureHead(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 32)).toString("latin1");
  return (
    /^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|II\*\0|MM\0\*)/.test(text) ||
    /^RIFF.{4}WEBP/s.test(text) ||
    /^.{4}ftyp(avif|avis|hei[cxms]|mif1|msf1)/s.test(text)
  );
}
