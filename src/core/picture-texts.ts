/** Text that stands in pictures, where a reader is configured: the reader, and what it has read. */

/** Reads the text in a picture; empty where there is none. */
export type ReadPicture = (
  picture: { readonly path: string; readonly mime: string },
  signal: AbortSignal,
) => Promise<string>;

/** A picture that a reader has not read. */
export interface UnreadPicture {
  readonly seq: number;
  readonly blob: string;
  readonly mime: string;
}

export interface PictureTextStore {
  /** Of living pins, the newest first. What another reader has read is read anew. */
  unread(reader: string, limit: number): readonly UnreadPicture[];
  /** Committed durably when it resolves; a text is a change of its pin. */
  write(reader: string, texts: ReadonlyArray<{ readonly seq: number; readonly text: string }>): Promise<void>;
}
