/** The event log: sending events in; for analysts, what came, what did not, and SQL. */
import { z } from "zod";
import { route } from "./route.ts";
import { count } from "./views.ts";

const name = z.string().min(1).max(200);
const latest = 8.64e15;
const time = z.union([
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d/)
    .refine((text) => !Number.isNaN(Date.parse(text)), "it is an ISO 8601 time"),
  z.number().min(-latest).max(latest),
]);

export const eventInput = z
  .strictObject({
    id: name.meta({ description: "Names the event; sent again it is the same event. A UUID is best." }),
    type: name.meta({ description: "A type of docs/events.md; capitals, spaces and hyphens do not matter." }),
    time: time.meta({ description: "When it happened: ISO 8601, or milliseconds since 1970." }),
    person: name.nullish(),
    visitor: name.nullish(),
    session: name.nullish(),
    surface: name.nullish(),
    slate: name.nullish(),
    position: z.int32().min(0).nullish(),
    pin: name.nullish(),
    board: name.nullish(),
    query: z.string().max(4000).nullish(),
    value: z.number().nullish(),
    currency: name.nullish(),
    dwell: z.int32().min(0).nullish(),
    source: name.nullish(),
    scores: z
      .record(name, z.number())
      .refine((scores) => Object.keys(scores).length <= 32, "it has at most 32 numbers")
      .nullish(),
    probability: z.number().min(0).max(1).nullish(),
    model: name.nullish(),
    settings: name.nullish(),
    experiment: name.nullish(),
    arm: name.nullish(),
    consent: z.enum(["granted", "denied", "unasked"]).nullish(),
    extra: z
      .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
      .refine((extra) => JSON.stringify(extra).length <= 4000, "it is at most 4,000 characters of JSON")
      .nullish(),
  })
  .meta({ id: "EventInput" });
export type EventInput = z.input<typeof eventInput>;

const eventBatch = z.union([
  z.strictObject({
    events: z.array(eventInput),
    sentAt: time.optional().meta({ description: "Your clock when you send; corrects the times." }),
  }),
  z.array(eventInput),
]);

const refusal = { code: z.string(), sentence: z.string() };

export const recordedView = z
  .object({
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(z.object({ index: z.int(), ...refusal, remedy: z.string() })),
    notes: z.array(z.object({ ...refusal, count: z.int() })),
  })
  .meta({ id: "RecordedEvents" });

/** A row as kept: the columns of docs/events.md that have a value. */
const eventView = z.record(z.string(), z.unknown()).meta({ id: "Event" });
export type EventView = z.output<typeof eventView>;

export const eventCountsView = z
  .object({
    items: z.array(
      z.object({ day: z.iso.date(), type: z.string(), events: z.int(), bots: z.int(), late: z.int() }),
    ),
    total: z.int(),
    /** The log's own files. */
    files: z.object({ parts: z.int(), bytes: z.int() }),
  })
  .meta({ id: "EventCounts" });
export type EventCountsView = z.output<typeof eventCountsView>;

export const rejectionsView = z
  .object({
    since: z.iso.datetime(),
    byCode: z.record(z.string(), z.int()),
    latest: z.array(
      z.object({ at: z.iso.datetime(), event: z.string(), index: z.int(), ...refusal, remedy: z.string() }),
    ),
    /** Slates that could not be written. */
    unwritten: z.int(),
  })
  .meta({ id: "RejectedEvents" });
export type RejectionsView = z.output<typeof rejectionsView>;

export const dictionaryView = z
  .object({
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        from: z.enum(["sender", "bowerbird"]),
        meaning: z.string(),
      }),
    ),
    types: z.array(z.object({ name: z.string(), meaning: z.string() })),
    views: z.array(z.object({ name: z.string(), meaning: z.string(), sql: z.string() })),
  })
  .meta({ id: "EventDictionary" });
export type DictionaryView = z.output<typeof dictionaryView>;

export const eventCheckView = z
  .object({
    events: z.int(),
    slates: z.int(),
    gaps: z.array(z.object({ kind: z.string(), count: z.int(), sentence: z.string() })),
    damaged: z.array(z.string()),
    ok: z.boolean(),
  })
  .meta({ id: "EventCheck" });

export const sqlAnswer = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
    truncated: z.boolean(),
  })
  .meta({ id: "SqlAnswer" });

export const partView = z.object({ path: z.string(), day: z.iso.date(), rows: z.int(), bytes: z.int() });

const days = { from: z.iso.date().optional(), to: z.iso.date().optional() };

export const events = {
  create: route({
    method: "POST",
    path: "/events",
    summary: "Send events; durable when answered. Good ones are kept, bad ones returned with index and code.",
    role: "viewer",
    beacon: true,
    rawBody: true,
    body: eventBatch,
    output: recordedView,
    status: 202,
  }),
  list: route({
    method: "GET",
    path: "/events",
    summary: "The latest events, newest first.",
    role: "analyst",
    query: z.strictObject({
      limit: count(1000),
      type: z.string().max(100).optional(),
      without: z.string().max(100).optional().meta({ description: "A type to leave out." }),
      person: name.optional().meta({ description: "A person, or a visitor by their browser's name." }),
      surface: name.optional(),
      slate: name.optional(),
      late: z.enum(["true", "false"]).optional().meta({ description: "Only those received long after." }),
    }),
    output: z.object({ items: z.array(eventView) }),
  }),
  stream: route({
    method: "GET",
    path: "/events/stream",
    summary: "Events as they are kept, as server-sent events.",
    role: "analyst",
    answer: "stream",
  }),
  counts: route({
    method: "GET",
    path: "/events/counts",
    summary: "Events by day and type, with those of bots and late ones.",
    role: "analyst",
    query: z.strictObject(days),
    output: eventCountsView,
  }),
  rejected: route({
    method: "GET",
    path: "/events/rejected",
    summary: "What was refused since the server started, and the latest of it.",
    role: "analyst",
    output: rejectionsView,
  }),
  dictionary: route({
    method: "GET",
    path: "/events/dictionary",
    summary: "The columns, types and views of the event table.",
    role: "viewer",
    output: dictionaryView,
  }),
  check: route({
    method: "GET",
    path: "/events/check",
    summary: "Recount slates against events, and look for gaps and damaged files.",
    role: "analyst",
    output: eventCheckView,
  }),
  query: route({
    method: "POST",
    path: "/events/query",
    summary: "Ask one SELECT over the views; bounded in rows, time and memory, no files, no network.",
    role: "analyst",
    body: z.strictObject({
      sql: z.string().min(1).max(100_000),
      values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
      rows: z.int().min(1).max(10_000).optional(),
    }),
    output: sqlAnswer,
  }),
  export: route({
    method: "POST",
    path: "/events/export",
    summary: "Copy the daily Parquet partitions into a folder of the server's machine.",
    role: "admin",
    body: z.strictObject({ folder: z.string().min(1).max(4096), ...days }),
    output: z.object({ folder: z.string(), events: z.int(), parts: z.array(partView) }),
  }),
} as const;
