/** A write repeated with the same `idempotency-key` is done once; its answer is given again. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { RequestStore } from "../core/ports.ts";
import type { Caller } from "./access.ts";
import type { ReadRequest } from "./request-reading.ts";

/** @throws IDEMPOTENCY_CONFLICT when the key was used for something else */
export async function repeatedAnswer(
  request: FastifyRequest,
  { digest }: ReadRequest,
  { who }: Caller,
  requests: RequestStore,
): Promise<{ status: number; body: string } | null> {
  const key = keyOf(request);
  if (key === null) return null;
  const known = await requests.remembered(key, who);
  if (known && known.request !== digest) throw new BowerbirdError("IDEMPOTENCY_CONFLICT", { key });
  return known;
}

export async function rememberAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  { digest }: ReadRequest,
  { caller, requests, given }: { caller: Caller; requests: RequestStore; given: unknown },
): Promise<void> {
  const key = keyOf(request);
  // Answers that hold a secret are shown once and kept nowhere.
  if (key === null || /^\/(session|keys|people)\b/.test(request.url)) return;
  const answer = { request: digest, status: reply.statusCode, body: JSON.stringify(given) };
  await requests.remember(key, caller.who, answer);
}

function keyOf(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  return request.method === "GET" || typeof key !== "string" || key === "" ? null : key.slice(0, 200);
}
