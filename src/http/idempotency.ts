/**
 * A write repeated with the same `idempotency-key` is done once; its answer is given again. One that comes while the
 * first is still being done waits for it.
 */
import type { FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { RequestStore } from "../core/ports.ts";
import type { Caller } from "./access.ts";

interface Once {
  /** The answer of the first time, when this is a repetition. */
  readonly before: { readonly status: number; readonly body: string } | null;
  remember(status: number, answer: unknown): Promise<void>;
  /** Lets those go on that wait; call it whatever happened. */
  end(): void;
}

const unrepeatable: Once = { before: null, remember: async () => {}, end: () => {} };
const underWay = new Map<string, Promise<void>>();

/**
 * @param digest two requests are the same when this is
 * @throws IDEMPOTENCY_CONFLICT when the key was used for something else
 */
export async function doneOnce(
  request: FastifyRequest,
  digest: string,
  { who }: Caller,
  requests: RequestStore,
): Promise<Once> {
  const key = keyOf(request);
  if (key === null) return unrepeatable;
  const place = `${who} ${key}`;
  for (let first = underWay.get(place); first !== undefined; first = underWay.get(place)) await first;
  const ended = Promise.withResolvers<void>();
  underWay.set(place, ended.promise);
  const end = (): void => {
    underWay.delete(place);
    ended.resolve();
  };
  try {
    const before = await requests.remembered(key, who);
    if (before && before.request !== digest) throw new BowerbirdError("IDEMPOTENCY_CONFLICT", { key });
    if (before) end();
    const remember = async (status: number, answer: unknown): Promise<void> => {
      // Answers that hold a secret are shown once and kept nowhere.
      if (/^\/(session|keys|people|account)\b/.test(request.url)) return;
      await requests.remember(key, who, { request: digest, status, body: JSON.stringify(answer) });
    };
    return { before, remember, end };
  } catch (error) {
    end();
    throw error;
  }
}

function keyOf(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  return request.method === "GET" || typeof key !== "string" || key === "" ? null : key.slice(0, 200);
}
