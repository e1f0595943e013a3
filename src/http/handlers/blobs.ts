/** Originals and thumbnails: immutable, with ETag and ranges. */
import { open } from "node:fs/promises";
import { BowerbirdError } from "../../core/errors.ts";
import type { Engine } from "../../engine.ts";
import type { Handlers } from "../asked.ts";
import type { blobs } from "../contract/pins.ts";
import { sendFile } from "../sent-file.ts";

const hash = /^[0-9a-f]{64}$/;

export const blobHandlers: Handlers<typeof blobs> = {
  original: async ({ params, engine, request, reply }) => {
    if (!hash.test(params.id)) throw new BowerbirdError("BLOB_NOT_FOUND", { id: params.id });
    const path = await engine.blobs.path(params.id);
    const mime = sniff(await headOf(path));
    return sendFile(request, reply, { path, tag: params.id, mime, isPublic: isPublic(engine) });
  },
  thumbnail: async ({ params, engine, request, reply }) => {
    if (!hash.test(params.id)) throw new BowerbirdError("BLOB_NOT_FOUND", { id: params.id });
    const path = await thumbnailPath(engine, params.id, Number(params.size));
    const tag = `${params.id}-${params.size}`;
    return sendFile(request, reply, { path, tag, mime: "image/webp", isPublic: isPublic(engine) });
  },
};

/** Where one has to sign in to look, no cache on the way may show it to the next. */
const isPublic = ({ settings }: Engine): boolean => settings["access.anonymous"] !== "none";

/** Made on demand where it is missing. */
async function thumbnailPath(engine: Engine, blob: string, size: number): Promise<string> {
  const name = `${size}.webp`;
  const known = await engine.blobs.derivativePath(blob, name);
  if (known !== null) return known;
  const picture = { path: await engine.blobs.path(blob) };
  const [bytes] = await engine.studio.thumbnails(picture, [size]);
  await engine.blobs.putDerivative(blob, name, bytes);
  const made = await engine.blobs.derivativePath(blob, name);
  if (made === null) throw new BowerbirdError("BLOB_NOT_FOUND", { id: blob });
  return made;
}

/** The first bytes as text, however large the file is. */
async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Type by the first bytes, for the few types that a pin may have. */
function sniff(head: string): string {
  if (head.startsWith("\xff\xd8")) return "image/jpeg";
  if (head.startsWith("\x89PNG")) return "image/png";
  if (head.startsWith("GIF8")) return "image/gif";
  if (head.startsWith("RIFF")) return "image/webp";
  if (head.startsWith("II*") || head.startsWith("MM\0*")) return "image/tiff";
  if (head.slice(4, 8) === "ftyp") return head.slice(8, 11) === "avi" ? "image/avif" : "image/heic";
  return "image/svg+xml";
}
