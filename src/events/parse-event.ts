/**
 * One event as it arrives → a row, or why not. Made from the list of columns, and by hand because it runs 50,000 times a
 * second.
 */
import type { ErrorCode, ErrorDetails } from "../core/errors.ts";
import { type ColumnKind, eventColumns } from "../core/event-columns.ts";
import type { AgentClass, Consent, EventRow } from "../core/event-log.ts";
import { type EventType, eventTypes } from "../core/event-types.ts";
import { nearestOf } from "../core/nearest.ts";

/** What the server knows of whoever sent a batch. */
export interface Sender {
  /** Who it was, when a session says so; it wins over what the event claims. */
  readonly person: string | null;
  /** Whether it may name persons: a program with a key. */
  readonly trusted: boolean;
  readonly agent: AgentClass;
  /** Do-Not-Track, Global Privacy Control, or a person who does not want it: nobody is named. */
  readonly nameless: boolean;
  /** Only events with the consent `granted` name anybody. */
  readonly needsConsent?: boolean;
}

/** When things are, in milliseconds since 1970. */
export interface Moment {
  readonly received: number;
  /** What the sender's clock is behind ours; added to its times. */
  readonly skew: number;
  readonly latest: number;
  readonly earliest: number;
}

export type Refusal = { readonly code: ErrorCode; readonly details: ErrorDetails };
export type Parsed = { readonly row: EventRow } | { readonly refusal: Refusal };

export const longestText = 4000;
export const longestName = 200;
const mostScores = 32;
const dayMilliseconds = 86_400_000;

const consents: ReadonlySet<unknown> = new Set<Consent>(["granted", "denied", "unasked"]);

type Check = (value: unknown) => string | null;

const isName = (value: unknown): boolean =>
  typeof value === "string" && value.length > 0 && value.length <= longestName;
const because = (fine: boolean, why: string): string | null => (fine ? null : why);
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const checks: Readonly<Record<ColumnKind, Check>> = {
  id: (value) => because(isName(value), `it is a word of 1 to ${longestName} characters`),
  word: (value) => because(isName(value), `it is a word of 1 to ${longestName} characters`),
  text: (value) =>
    because(
      typeof value === "string" && value.length <= longestText,
      `it is at most ${longestText} characters`,
    ),
  time: (value) => because(!Number.isNaN(timeOf(value)), "it is an ISO 8601 time or milliseconds since 1970"),
  whole: (value) =>
    because(
      Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31,
      "it is a whole number of 0 or more",
    ),
  number: (value) => because(isNumber(value), "it is a number"),
  probability: (value) => because(isNumber(value) && value >= 0 && value <= 1, "it lies between 0 and 1"),
  truth: (value) => because(typeof value === "boolean", "it is true or false"),
  consent: (value) => because(consents.has(value), "it is granted, denied or unasked"),
  scores: (value) => because(isScores(value), `it is an object of at most ${mostScores} numbers by name`),
  anything: (value) =>
    because(
      typeof value === "object" && JSON.stringify(value).length <= longestText,
      `it is an object of at most ${longestText} characters of JSON`,
    ),
};

const fields: ReadonlyMap<string, Check> = new Map(
  eventColumns.filter(({ from }) => from === "sender").map(({ name, kind }) => [name, checks[kind]]),
);

/** @param own whether a pin is the sender's own, or undefined when there has never been such a pin */
export function parseEvent(
  loose: unknown,
  sender: Sender,
  moment: Moment,
  own: (pin: string, person: string | undefined) => boolean | undefined,
): Parsed {
  if (typeof loose !== "object" || loose === null || Array.isArray(loose)) {
    return malformed("the event", "it is not an object");
  }
  const given = loose as Record<string, unknown>;
  for (const name in given) {
    const check = fields.get(name);
    if (!check) {
      return malformed(
        `the field ${name}`,
        `there is none; the nearest is ${nearestOf(name, [...fields.keys()])}`,
      );
    }
    const value = given[name];
    if (value === undefined || value === null) continue;
    const why = check(value);
    if (why !== null) return malformed(name, why);
  }
  if (typeof given.id !== "string") return malformed("id", "it is missing");
  if (typeof given.type !== "string") return malformed("type", "it is missing");
  if (given.time === undefined || given.time === null) return malformed("time", "it is missing");
  const type = given.type.toLowerCase().replace(/[ -]/g, "_");
  if (!Object.hasOwn(eventTypes, type)) {
    return refuse("EVENT_TYPE_UNKNOWN", { type, nearest: nearestOf(type, Object.keys(eventTypes)) });
  }
  if (type === "slate" && !sender.trusted) {
    return malformed("type", "a slate is written by whoever serves it: this server, or a program with a key");
  }
  const clock = Math.round(timeOf(given.time));
  const time = clock + moment.skew;
  if (time > moment.latest) {
    return refuse("EVENT_IN_FUTURE", { seconds: Math.round((time - moment.received) / 1000) });
  }
  if (time < moment.earliest) {
    return refuse("EVENT_TOO_OLD", {
      days: Math.round((moment.received - moment.earliest) / dayMilliseconds),
    });
  }
  const who = whoOf(given, sender);
  const about = typeof given.pin === "string" ? own(given.pin, who.person) : false;
  if (about === undefined) return refuse("EVENT_PIN_UNKNOWN", { pin: String(given.pin) });
  return { row: rowOf(given, type as EventType, { clock, time }, who, sender, moment, about) };
}

function rowOf(
  given: Record<string, unknown>,
  type: EventType,
  { clock, time }: { clock: number; time: number },
  who: Who,
  sender: Sender,
  moment: Moment,
  own: boolean,
): EventRow {
  const { person: _, visitor: __, session: ___, extra, ...rest } = given;
  return {
    ...(rest as Partial<EventRow>),
    ...who,
    ...{ id: String(given.id), type, time, clock, received: moment.received },
    day: Math.floor(time / dayMilliseconds),
    agent: sender.agent,
    origin: "client",
    ...(own && { own }),
    ...(extra !== undefined && extra !== null && { extra: JSON.stringify(extra) }),
  };
}

interface Who {
  readonly person?: string;
  readonly visitor?: string;
  readonly session?: string;
  readonly consent?: "granted" | "denied" | "unasked";
}

/** A person named by someone who is not that person is kept as a visitor's name: countable, but no proof. */
function whoOf(given: Record<string, unknown>, sender: Sender): Who {
  const consent = given.consent === "granted" || given.consent === "unasked" ? given.consent : undefined;
  if (sender.nameless || given.consent === "denied") return { consent: "denied" };
  if (sender.needsConsent && consent !== "granted") return { consent: "unasked" };
  const claimed = typeof given.person === "string" ? given.person : undefined;
  const person = sender.person ?? (sender.trusted ? claimed : undefined);
  const visitor = typeof given.visitor === "string" ? given.visitor : sender.trusted ? undefined : claimed;
  return {
    ...(person !== undefined && { person }),
    ...(visitor !== undefined && { visitor }),
    ...(typeof given.session === "string" && { session: given.session }),
    ...(consent && { consent }),
  };
}

/** NaN when it is no time. */
export function timeOf(value: unknown): number {
  if (typeof value === "number") return Math.abs(value) <= 8.64e15 ? value : Number.NaN;
  return typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
}

function isScores(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= mostScores && entries.every(([name, score]) => isName(name) && isNumber(score));
}

const refuse = (code: ErrorCode, details: ErrorDetails): Parsed => ({ refusal: { code, details } });
const malformed = (field: string, why: string): Parsed => refuse("EVENT_MALFORMED", { field, why });
