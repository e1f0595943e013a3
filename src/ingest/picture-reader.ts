/**
 * Reads the text in pictures in the background, one picture after another, the newest first. A reader that is away is asked again
 * later; a picture that it refuses is one without text.
 */
import { type CatchingUp, catchingUp } from "../core/catching-up.ts";
import type { PictureTextStore, ReadPicture } from "../core/picture-texts.ts";

export interface PictureReaderPorts {
  readonly texts: PictureTextStore;
  /** Names what has read, so that another reader reads anew. */
  readonly reader: string;
  readonly read: ReadPicture;
  readonly blobPath: (blob: string) => Promise<string>;
}

const portion = 8;

/** Catching up throws READER_FAILED when the reader is away. */
export const pictureReader = ({ texts, reader, read, blobPath }: PictureReaderPorts): CatchingUp =>
  catchingUp(async (stopping) => {
    const unread = texts.unread(reader, portion);
    for (const { seq, blob, mime } of unread) {
      if (stopping.aborted) return false;
      const text = await blobPath(blob).then(
        (path) => read({ path, mime }, stopping),
        () => "", // an original that is gone has no text
      );
      await texts.write(reader, [{ seq, text }]);
    }
    return unread.length === portion;
  });
