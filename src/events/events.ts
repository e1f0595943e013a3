/**
 * Recording: what browsers and programs send, and the slates that the server itself serves. Good rows are kept and bad
 * ones returned with their place and code; a row that is accepted is durable.
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import { BowerbirdError, type ErrorCode } from "../core/errors.ts";
import type { AgentClass, EventLog, EventRow } from "../core/event-log.ts";
import { ownerOfPerson } from "../core/people.ts";
import type { Settings } from "../core/settings.ts";
import { knownPins } from "./known-pins.ts";
import { type Moment, parseEvent, type Sender, timeOf } from "./parse-event.ts";

export interface Batch {
  readonly events: readonly unknown[];
  /** The sender's clock when it sent them; without it its clock is believed. */
  readonly sentAt?: unknown;
}

export interface RejectedEvent {
  /** Place in the batch. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly remedy: string;
}

export interface Recorded {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedEvent[];
  readonly notes: ReadonlyArray<{
    readonly code: ErrorCode;
    readonly sentence: string;
    readonly count: number;
  }>;
}

/** One served list. */
export interface ServedSlate {
  readonly slate: string;
  readonly surface: string;
  readonly query?: string;
  /** The board it is a list of. */
  readonly board?: string;
  readonly person?: string;
  readonly agent: AgentClass;
  readonly source: string;
  readonly model?: string;
  readonly settings: string;
  /** Place of the first hit: later pages go on where the last one ended. */
  readonly from?: number;
  readonly hits: ReadonlyArray<{
    readonly pin: string;
    readonly scores?: Readonly<Record<string, number>>;
    /** Anything else about this place, small. */
    readonly extra?: Readonly<Record<string, unknown>>;
  }>;
  /** Anything else about the whole list, kept in the row of its first place. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Rejected rows of late, for the analyst. */
export interface Rejections {
  readonly since: number;
  readonly byCode: Readonly<Record<string, number>>;
  readonly latest: ReadonlyArray<{ readonly at: number; readonly event: string } & RejectedEvent>;
}

export interface Events {
  /** @throws EVENT_BATCH_TOO_LARGE BAD_INPUT DISK_FULL EVENTS_BEHIND; then nothing is kept */
  record(batch: Batch, sender: Sender): Promise<Recorded>;
  /** Writes the slate without making its reader wait; what goes wrong shows in `unwritten`. */
  served(slate: ServedSlate): void;
  /** Slates that could not be written since the start. */
  readonly unwritten: number;
  rejections(): Rejections;
  /** Told of every row that is kept, from now until the answer is called. */
  follow(listener: (row: EventRow) => void): () => void;
  /** Waits for slates under way. */
  settled(): Promise<void>;
}

export interface EventPorts {
  readonly log: Pick<EventLog, "append" | "isErased">;
  /** Owners of pins by id, deleted ones too; unknown ones are left out. */
  readonly ownersOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Those of these people who keep no history. */
  readonly withoutHistory: (people: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
}

type EventSettings = Pick<Settings, "events.batch" | "events.futureSeconds" | "events.retentionDays">;

const dayMilliseconds = 86_400_000;
const latestKept = 100;
/** A clock this near to ours is right; what is left is the time of the journey. */
const skewIgnored = 2000;

export function events(ports: EventPorts, settings: EventSettings): Events {
  const pins = knownPins(ports.ownersOf);
  const listeners = new Set<(row: EventRow) => void>();
  const tell = (rows: readonly EventRow[]): void => {
    for (const row of rows) for (const listener of listeners) listener(row);
  };
  const since = ports.clock.now();
  const byCode: Record<string, number> = {};
  const latest: Array<Rejections["latest"][number]> = [];
  const underWay = new Set<Promise<unknown>>();
  let unwritten = 0;

  const own = (pin: string, person: string | undefined): boolean | undefined => {
    const owner = pins.ownerOf(pin);
    return owner === undefined ? undefined : person !== undefined && owner === ownerOfPerson(person);
  };
  const reject = (index: number, event: unknown, error: BowerbirdError): RejectedEvent => {
    const rejected = { index, code: error.code, sentence: error.message, remedy: error.remedy };
    byCode[error.code] = (byCode[error.code] ?? 0) + 1;
    latest.unshift({
      at: ports.clock.now(),
      event: (JSON.stringify(event) ?? "").slice(0, 300),
      ...rejected,
    });
    latest.length = Math.min(latest.length, latestKept);
    return rejected;
  };
  const isErased = ({ person, visitor }: EventRow): boolean =>
    (person !== undefined && ports.log.isErased(person)) ||
    (visitor !== undefined && ports.log.isErased(visitor));

  return {
    record: async (batch, sender) => {
      if (batch.events.length > settings["events.batch"]) {
        throw new BowerbirdError("EVENT_BATCH_TOO_LARGE", {
          actual: batch.events.length,
          bound: settings["events.batch"],
        });
      }
      const moment = momentOf(ports.clock.now(), batch.sentAt, settings);
      await pins.prepare(namesIn(batch.events, "pin"));
      const people = sender.trusted ? [...namesIn(batch.events, "person")] : [];
      const silent = people.length > 0 ? await ports.withoutHistory(people) : nobody;
      const rows: EventRow[] = [];
      const rejected: RejectedEvent[] = [];
      for (const [index, event] of batch.events.entries()) {
        const nameless = silent.size > 0 && silent.has(nameIn(event, "person") ?? "");
        const parsed = parseEvent(event, nameless ? { ...sender, nameless } : sender, moment, own);
        if ("refusal" in parsed) {
          const { code, details } = parsed.refusal;
          rejected.push(reject(index, event, new BowerbirdError(code, details)));
        } else if (isErased(parsed.row)) {
          // Not even the rejected row is shown again: it is about someone who wants to be forgotten.
          rejected.push(reject(index, "", new BowerbirdError("EVENT_PERSON_ERASED")));
        } else rows.push(parsed.row);
      }
      const { accepted, duplicates } = rows.length > 0 ? await ports.log.append(rows) : nothing;
      const known = new Set(duplicates);
      if (listeners.size > 0) {
        tell(rows.filter((_, i) => !known.has(i)));
      }
      const notes = [
        ...noteOf("EVENT_DUPLICATE", duplicates.length),
        ...noteOf("EVENT_FROM_BOT", sender.agent === "bot" ? accepted : 0, sender.agent),
      ];
      return { accepted, duplicates: duplicates.length, rejected, notes };
    },
    served: (slate) => {
      const rows = slateRows(slate, ports.clock.now());
      const writing = ports.log.append(rows).then(
        () => tell(rows),
        () => {
          unwritten++;
        },
      );
      underWay.add(writing);
      void writing.finally(() => underWay.delete(writing));
    },
    get unwritten() {
      return unwritten;
    },
    rejections: () => ({ since, byCode: { ...byCode }, latest: [...latest] }),
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: async () => void (await Promise.all(underWay)),
  };
}

const nothing = { accepted: 0, duplicates: [] as readonly number[] };
const nobody: ReadonlySet<string> = new Set();

function momentOf(received: number, sentAt: unknown, settings: EventSettings): Moment {
  const sent = sentAt === undefined || sentAt === null ? received : timeOf(sentAt);
  if (Number.isNaN(sent)) {
    const why = "it is an ISO 8601 time or milliseconds since 1970";
    throw new BowerbirdError("BAD_INPUT", { what: "sentAt", why });
  }
  const skew = Math.abs(received - sent) <= skewIgnored ? 0 : Math.round(received - sent);
  const kept = settings["events.retentionDays"];
  return {
    ...{ received, skew },
    latest: received + settings["events.futureSeconds"] * 1000,
    earliest: kept > 0 ? received - kept * dayMilliseconds : 0,
  };
}

function nameIn(event: unknown, field: "pin" | "person"): string | undefined {
  const name = typeof event === "object" && event !== null ? (event as Record<string, unknown>)[field] : null;
  return typeof name === "string" ? name : undefined;
}

function namesIn(batch: readonly unknown[], field: "pin" | "person"): Set<string> {
  return new Set(batch.flatMap((event) => nameIn(event, field) ?? []));
}

function noteOf(code: ErrorCode, count: number, agent?: string): Recorded["notes"] {
  if (count === 0) return [];
  return [{ code, sentence: new BowerbirdError(code, { agent }).message, count }];
}

/** One row a place; a list of nothing is one row without a pin, so that it is counted too. */
function slateRows({ slate, hits, extra, from = 0, ...common }: ServedSlate, now: number): EventRow[] {
  const row = { ...common, slate, type: "slate", origin: "server", probability: 1 } as const;
  const times = { time: now, clock: now, received: now, day: Math.floor(now / dayMilliseconds) };
  if (hits.length === 0) return [{ ...row, ...times, id: randomUUID(), ...jsonOf(extra) }];
  return hits.map(({ pin, scores, extra: ofPlace }, i) => ({
    ...{ ...row, ...times, id: `${slate}:${from + i}`, position: from + i, pin },
    ...(scores && { scores }),
    ...jsonOf(i === 0 ? { ...extra, ...ofPlace } : ofPlace),
  }));
}

function jsonOf(extra: Readonly<Record<string, unknown>> | undefined): { extra?: string } {
  return extra && Object.keys(extra).length > 0 ? { extra: JSON.stringify(extra) } : {};
}
