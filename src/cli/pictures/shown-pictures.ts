/** The pictures of the first hits, as well as the terminal can show them. */
import type { Engine } from "../../engine.ts";
import type { Client } from "../../http/client.ts";
import type { PinView } from "../../http/contract/views.ts";
import { type InlineProtocol, inlinePicture, inlineProtocol } from "./inline-pictures.ts";
import { pictureRow } from "./picture-row.ts";

/** A small WebP of a blob. */
export type ReadThumbnail = (blob: string) => Promise<Uint8Array>;

const most = 6;
/** Pixels; a terminal shows eight rows, some 160 pixels. */
const height = 192;

export function thumbnailsOfServer(client: Client): ReadThumbnail {
  return async (blob) => {
    const answer = await client.blobs.thumbnail({ params: { id: blob, size: "256" } });
    return new Uint8Array(await answer.arrayBuffer());
  };
}

export function thumbnailsOfEngine({ blobs, studio }: Pick<Engine, "blobs" | "studio">): ReadThumbnail {
  return async (blob) => {
    const [small] = await studio.thumbnails({ path: await blobs.path(blob) }, [256]);
    return small;
  };
}

/** Real pictures where the terminal shows them, colours of their placeholders where it can only do that, else nothing. */
export async function shownPictures(
  pins: readonly PinView[],
  read: ReadThumbnail,
  protocol: InlineProtocol | null = inlineProtocol(),
): Promise<string> {
  const shown = pins.slice(0, most);
  if (protocol === null || shown.length === 0) return pictureRow(shown.map(({ placeholder }) => placeholder));
  const { pictureStrip } = await import("../../engine.ts");
  const thumbnails = await Promise.all(shown.map(({ original }) => read(original.split("/").at(-1) ?? "")));
  return inlinePicture(await pictureStrip(thumbnails, height), protocol);
}
