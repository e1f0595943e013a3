/** A file that never changes as an answer: with its validator, and in parts (RFC 9110 §13 and §14). */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";

const aYear = 31_536_000;

export interface SentFile {
  readonly path: string;
  /** Another file has another tag. */
  readonly tag: string;
  readonly mime: string;
  /** Whether caches on the way may keep it for everybody. */
  readonly isPublic: boolean;
}

/** @throws RANGE_REFUSED */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, tag, mime, isPublic }: SentFile,
) {
  const { size } = await stat(path);
  const etag = `"${tag}"`;
  const known = isKnown(request.headers["if-none-match"], etag);
  const range = known ? null : rangeOf(request, size, etag);
  if (range === "unsatisfiable") {
    reply.header("content-range", `bytes */${size}`);
    throw new BowerbirdError("RANGE_REFUSED", { size });
  }
  reply.header("cache-control", `${isPublic ? "public" : "private"}, max-age=${aYear}, immutable`);
  reply.header("etag", etag).header("accept-ranges", "bytes");
  // An SVG opened on its own is a page of this origin: nothing in it may run or be fetched.
  reply.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  if (known) return reply.status(304).send();
  reply.type(mime);
  if (range === null) return reply.header("content-length", size).send(createReadStream(path));
  const { start, end } = range;
  reply.status(206).header("content-range", `bytes ${start}-${end}/${size}`);
  return reply.header("content-length", end - start + 1).send(createReadStream(path, { start, end }));
}

/** Whether who asks has it already: a list of tags, weak ones too, or `*` for any. */
function isKnown(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header.trim() === "*" || header.includes(etag));
}

/** The part asked for; the whole where `If-Range` names another file, or a date, which no file here has. */
function rangeOf({ method, headers }: FastifyRequest, size: number, etag: string) {
  const condition = headers["if-range"];
  const isOther = condition !== undefined && condition !== etag;
  return method !== "GET" || isOther ? null : parseRange(headers.range, size);
}

/** One range of bytes, RFC 9110 §14.1.2; several at once are answered with the whole. */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const suffix = match[1] === "";
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === "" ? size - 1 : Math.min(size - 1, Number(match[2]));
  // Backwards is no range at all; past the end is one that cannot be had.
  if (!suffix && match[2] !== "" && Number(match[2]) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}
