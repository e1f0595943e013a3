/** Pictures of this machine sent to a server elsewhere, a few at a time. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../core/clock.ts";
import type { Failure, Progress } from "../core/nouns.ts";
import { type Client, ClientError } from "../http/client.ts";
import { progressMeter } from "../ingest/progress.ts";
import { type Found, type FoundPicture, failureOf, type OpenedSource } from "../ingest/sources.ts";

export interface UploadReport {
  readonly progress: Progress;
  readonly failures: readonly Failure[];
}

/** On the way at once: enough to keep a server's model processes busy. */
const atOnce = 4;
/** Seconds before each repetition of what the server was too busy for, or did not answer. */
const patience = [1, 4, 15];

/**
 * Each picture is a request with an idempotency key of its own, so one that is repeated is still added once.
 * @throws ClientError when the server cannot be reached or the key is not one of its
 */
export async function uploadAll(
  client: Client,
  source: OpenedSource,
  board: string | undefined,
  show: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<UploadReport> {
  const meter = progressMeter(systemClock);
  const failures: Failure[] = [];
  const found = source.items[Symbol.asyncIterator]();
  void source.total().then(
    (total) => {
      meter.total = total;
    },
    () => {},
  );
  const finish = (outcome: "created" | "duplicates" | Failure): void => {
    if (typeof outcome === "string") meter[outcome]++;
    else {
      failures.push(outcome);
      meter.failed++;
    }
    meter.finish(1);
    show(meter.read());
  };
  let ended = false;
  const worker = async (): Promise<void> => {
    while (!ended && !signal.aborted) {
      const next = await found.next();
      if (next.done) return;
      finish(await outcomeOf(client, next.value, board));
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    ended = true;
  }
  const progress = meter.read();
  if (signal.aborted) return { progress, failures };
  return { progress: { ...progress, total: progress.done, seconds: 0 }, failures };
}

async function outcomeOf(
  client: Client,
  found: Found,
  board: string | undefined,
): Promise<"created" | "duplicates" | Failure> {
  if ("failure" in found) return found.failure;
  try {
    return (await send(client, found, board)) ? "created" : "duplicates";
  } catch (thrown) {
    if (!(thrown instanceof ClientError)) return failureOf(found.source, thrown);
    if (endsAll(thrown)) throw thrown;
    const { code, message: sentence, remedy } = thrown;
    return { file: found.source, code, sentence, remedy };
  }
}

/** @returns whether it is new */
async function send(client: Client, found: FoundPicture, board: string | undefined): Promise<boolean> {
  const bytes = new Uint8Array(await found.read());
  const to = found.board ?? board;
  const { tags, ...words } = found.words;
  const body = { ...words, ...(tags && { tags: [...tags] }), ...(to !== undefined && { board: to }) };
  const idempotencyKey = randomUUID();
  const pictures = [new File([bytes], found.source.split("/").at(-1) ?? "picture")];
  for (let tries = 0; ; tries++) {
    try {
      const { pins } = await client.pins.create({ pictures, body, idempotencyKey });
      return pins.some(({ created }) => created);
    } catch (thrown) {
      if (!isPassing(thrown) || tries === patience.length) throw thrown;
      await pause(1000 * patience[tries]);
    }
  }
}

/** Too many requests, or no answer: later it may go. */
function isPassing(thrown: unknown): boolean {
  return thrown instanceof ClientError && (thrown.status === 429 || thrown.status === 503);
}

/** What would be said of every other picture, too. */
function endsAll({ status }: ClientError): boolean {
  return status === 401 || status === 403 || status === 404 || status === 503 || status === 507;
}
