/**
 * Reads the text in pictures in the background, one picture after another, the newest first. A reader that is away is asked again
 * later; a picture that it refuses is one without text.
 */
import { setTimeout as rest } from "node:timers/promises";
import type { PictureTextStore, ReadPicture } from "../core/picture-texts.ts";

export interface PictureReader {
  /** Resolves when every picture was read. @throws READER_FAILED when the reader is away */
  catchUp(): Promise<void>;
  /** Catches up again and again. */
  follow(milliseconds: number): void;
  stop(): Promise<void>;
}

export interface PictureReaderPorts {
  readonly texts: PictureTextStore;
  /** Names what has read, so that another reader reads anew. */
  readonly reader: string;
  readonly read: ReadPicture;
  readonly blobPath: (blob: string) => Promise<string>;
}

const portion = 8;

export function pictureReader({ texts, reader, read, blobPath }: PictureReaderPorts): PictureReader {
  let working: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  const stopping = new AbortController();

  /** False when nothing is left. */
  const work = async (): Promise<boolean> => {
    const unread = texts.unread(reader, portion);
    for (const { seq, blob, mime } of unread) {
      if (stopping.signal.aborted) return false;
      const text = await blobPath(blob).then(
        (path) => read({ path, mime }, stopping.signal),
        () => "", // an original that is gone has no text
      );
      await texts.write(reader, [{ seq, text }]);
    }
    return unread.length === portion;
  };
  const catchUp = (): Promise<void> => {
    working ??= (async () => {
      while (!stopping.signal.aborted && (await work())) await rest(0);
    })().finally(() => {
      working = null;
    });
    return working;
  };
  return {
    catchUp,
    follow: (milliseconds) => {
      timer ??= setInterval(() => void catchUp().catch(() => {}), milliseconds).unref();
    },
    stop: async () => {
      stopping.abort();
      if (timer) clearInterval(timer);
      await working?.catch(() => {});
    },
  };
}
