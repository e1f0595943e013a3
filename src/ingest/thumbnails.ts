/** Last stage, nicer later: thumbnails of what is already searchable. Whatever is lacking can be made again. */
import { toBowerbirdError } from "../core/errors.ts";
import type { Pin } from "../core/nouns.ts";
import type { BlobStore, PictureStudio } from "../core/ports.ts";
import { stopsEverything } from "./sources.ts";

/** Longest sides in pixels. */
export const thumbnailSizes = [1280, 640, 256] as const;
export type ThumbnailSize = (typeof thumbnailSizes)[number];

export function thumbnailName(size: ThumbnailSize): string {
  return `${size}.webp`;
}

/** The smallest, written last, says all are there. */
export async function makeThumbnails(
  pin: Pick<Pin, "blob">,
  blobs: Pick<BlobStore, "path" | "putDerivative" | "derivativePath">,
  studio: Pick<PictureStudio, "thumbnails">,
): Promise<void> {
  if ((await blobs.derivativePath(pin.blob, thumbnailName(256))) !== null) return;
  const made = await studio.thumbnails({ path: await blobs.path(pin.blob) }, thumbnailSizes);
  for (const [i, size] of thumbnailSizes.entries()) {
    await blobs.putDerivative(pin.blob, thumbnailName(size), made[i]);
  }
}

export interface Thumbnailer {
  add(pin: Pick<Pin, "blob">): void;
  /** Resolves when nothing waits. @throws DISK_FULL DATA_READ_ONLY of what it met since the last call */
  settled(): Promise<void>;
  stop(): void;
}

/** @param until what must be done before: searching comes first */
export function thumbnailer(
  blobs: Pick<BlobStore, "path" | "putDerivative" | "derivativePath">,
  studio: Pick<PictureStudio, "thumbnails">,
  until: () => Promise<void>,
  atOnce: number,
): Thumbnailer {
  const waiting: Array<Pick<Pin, "blob">> = [];
  let running: Promise<void> | null = null;
  let trouble: unknown = null;
  const worker = async (): Promise<void> => {
    for (let pin = waiting.shift(); pin !== undefined; pin = waiting.shift()) {
      await until();
      // A picture that cannot be drawn small keeps its placeholder; the original is there.
      await makeThumbnails(pin, blobs, studio).catch((error: unknown) => {
        if (stopsEverything(error)) trouble = toBowerbirdError(error);
      });
    }
  };
  const start = (): Promise<void> => {
    running ??= Promise.all(Array.from({ length: atOnce }, worker)).then(() => {
      running = null;
    });
    return running;
  };
  return {
    add: (pin) => {
      waiting.push(pin);
      void start();
    },
    settled: async () => {
      while (waiting.length > 0 || running !== null) await start();
      const met = trouble;
      trouble = null;
      if (met !== null) throw met;
    },
    stop: () => {
      waiting.length = 0;
    },
  };
}
