/** Last stage, nicer later: thumbnails of what is already searchable. Whatever is lacking can be made again. */
import { toBowerbirdError } from "../core/errors.ts";
import type { Pin } from "../core/nouns.ts";
import type { BlobStore, PictureStudio } from "../core/ports.ts";
import type { WorkInHand } from "../core/work-in-hand.ts";
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

export interface ThumbnailPorts {
  readonly blobs: Pick<BlobStore, "path" | "putDerivative" | "derivativePath">;
  readonly studio: Pick<PictureStudio, "thumbnails">;
  /** What must be done before: searching comes first. */
  readonly until: () => Promise<void>;
  readonly inHand: Pick<WorkInHand, "begin">;
}

export function thumbnailer({ blobs, studio, until, inHand }: ThumbnailPorts, atOnce: number): Thumbnailer {
  const waiting: Array<Pick<Pin, "blob">> = [];
  const working = new Set<Promise<void>>();
  let trouble: unknown = null;
  const work = async (): Promise<void> => {
    for (let pin = waiting.shift(); pin !== undefined; pin = waiting.shift()) {
      await until();
      // A picture that cannot be drawn small keeps its placeholder; the original is there.
      await makeThumbnails(pin, blobs, studio).catch((error: unknown) => {
        if (stopsEverything(error)) trouble = toBowerbirdError(error);
      });
    }
  };
  const start = (): void => {
    if (working.size >= atOnce) return;
    const ended = inHand.begin();
    const worker = work().finally(() => {
      working.delete(worker);
      ended();
    });
    working.add(worker);
  };
  return {
    add: (pin) => {
      waiting.push(pin);
      start();
    },
    settled: async () => {
      while (working.size > 0) await Promise.all(working);
      const met = trouble;
      trouble = null;
      if (met !== null) throw met;
    },
    stop: () => {
      waiting.length = 0;
    },
  };
}
