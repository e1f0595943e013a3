/** Originals and thumbnails: immutable, with ETag and ranges. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BowerbirdError } from "../../core/errors.ts";
import type { Engine } from "../../engine.ts";
import type { Handlers } from "../asked.ts";
import type { blobs } from "../contract/pins.ts";

const aYear = 31_536_000;
const hash = /^[0-9a-f]{64}$/;

export const blobHandlers: Handlers<typeof blobs> = {
  original: async ({ params, engine, request, reply }) => {
    if (!hash.test(params.id)) throw new BowerbirdError("BLOB_NOT_FOUND", { id: params.id });
    const path = await engine.blobs.path(params.id);
    return sendFile(request, reply, { path, tag: params.id, mime: sniff(await headOf(path)) });
  },
  thumbnail: async ({ params, engine, request, reply }) => {
    if (!hash.test(params.id)) throw new BowerbirdError("BLOB_NOT_FOUND", { id: params.id });
    const path = await thumbnailPath(engine, params.id, Number(params.size));
    return sendFile(request, reply, { path, tag: `${params.id}-${params.size}`, mime: "image/webp" });
  },
};

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

interface SentFile {
  readonly path: string;
  readonly tag: string;
  readonly mime: string;
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, { path, tag, mime }: SentFile) {
  const { size } = await stat(path);
  const etag = `"${tag}"`;
  reply.header("cache-control", `public, max-age=${aYear}, immutable`);
  reply.header("etag", etag).header("accept-ranges", "bytes");
  // An SVG opened on its own is a page of this origin: nothing in it may run or be fetched.
  reply.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  if (request.headers["if-none-match"]?.includes(etag)) return reply.status(304).send();
  reply.type(mime);
  const range = parseRange(request.headers.range, size);
  if (range === null) return reply.header("content-length", size).send(createReadStream(path));
  if (range === "unsatisfiable") return reply.status(416).header("content-range", `bytes */${size}`).send();
  const { start, end } = range;
  reply.status(206).header("content-range", `bytes ${start}-${end}/${size}`);
  return reply.header("content-length", end - start + 1).send(createReadStream(path, { start, end }));
}

/** One range of bytes, RFC 9110 §14.1.2; several at once are answered with the whole. */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const suffix = match[1] === "";
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === "" ? size - 1 : Math.min(size - 1, Number(match[2]));
  if (start >= size) return "unsatisfiable";
  return start > end ? null : { start, end };
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
