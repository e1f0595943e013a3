/** The event log over HTTP. */
import { BowerbirdError } from "../../core/errors.ts";
import { agentClass } from "../../events/agents.ts";
import { checkEvents } from "../../events/check.ts";
import { eventDictionary } from "../../events/dictionary.ts";
import type { Batch } from "../../events/events.ts";
import type { Sender } from "../../events/parse-event.ts";
import { countsByDay, dateOf, dayOf, latestEvents } from "../../events/questions.ts";
import type { Asked, Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { events } from "../contract/events.ts";
import { followEvents } from "../event-stream.ts";
import { parseJson } from "../parsing.ts";
import { iso } from "../pin-views.ts";
import { namingOf } from "../privacy.ts";
import { turns } from "../turns.ts";

export const eventHandlers: Handlers<typeof events> = {
  create: async (asked) => {
    await myTurn();
    // Any website may send what its visitors do; without a session it speaks for nobody here.
    asked.reply.header("access-control-allow-origin", "*");
    const recorded = await asked.engine.events.record(batchOf(asked.body), senderOf(asked));
    return {
      ...{ accepted: recorded.accepted, duplicates: recorded.duplicates },
      rejected: recorded.rejected.map((rejected) => ({ ...rejected })),
      notes: recorded.notes.map((one) => ({ ...one })),
    };
  },
  list: async ({ query, engine }) => {
    const { limit = 100, late, type, without, person, surface, slate } = query;
    return {
      items: await latestEvents(engine.eventLog, {
        limit,
        ...(type !== undefined && { type }),
        ...(without !== undefined && { without }),
        ...(person !== undefined && { person }),
        ...(surface !== undefined && { surface }),
        ...(slate !== undefined && { slate }),
        ...(late === "true" && { lateHours: engine.settings["events.lateHours"] }),
      }),
    };
  },
  stream: async ({ engine, reply, request }) => {
    followEvents(engine.events, reply, request);
    return reply;
  },
  counts: async ({ query, engine }) => {
    const items = await countsByDay(engine.eventLog, query, engine.settings["events.lateHours"]);
    const parts = engine.eventLog.parts();
    return {
      items,
      total: items.reduce((sum, { events }) => sum + events, 0),
      files: { parts: parts.length, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) },
    };
  },
  rejected: async ({ engine }) => {
    const { since, byCode, latest } = engine.events.rejections();
    return {
      since: iso(since),
      byCode: { ...byCode },
      latest: latest.map(({ at, ...rest }) => ({ ...rest, at: iso(at) })),
      unwritten: engine.events.unwritten,
    };
  },
  dictionary: async () => eventDictionary,
  check: async ({ engine }) => {
    const { gaps, damaged, ...rest } = await checkEvents(engine.eventLog);
    return { ...rest, gaps: gaps.map((gap) => ({ ...gap })), damaged: [...damaged] };
  },
  query: async ({ body, engine }) => {
    const { sql, values = [], rows } = body;
    const table = await engine.eventLog.query(sql, values, rows === undefined ? {} : { rows });
    return {
      columns: table.columns.map((column) => ({ ...column })),
      rows: table.rows.map((row) => [...row]),
      truncated: table.truncated,
    };
  },
  export: async (asked) => {
    const { folder, from, to } = asked.body;
    const parts = await asked.engine.eventLog.copyParts(folder, {
      ...(from !== undefined && { from: dayOf(from) }),
      ...(to !== undefined && { to: dayOf(to) }),
    });
    await note(asked, "events.export", folder);
    return {
      folder,
      events: parts.reduce((sum, { rows }) => sum + rows, 0),
      parts: parts.map(({ path, day, rows, bytes }) => ({ path, day: dateOf(day), rows, bytes })),
    };
  },
};

const myTurn = turns();

/** A list of events, or an object that holds it. @throws BAD_INPUT */
function batchOf(bytes: unknown): Batch {
  const body = Buffer.isBuffer(bytes) ? parseJson(bytes.toString("utf8"), "the body") : bytes;
  if (Array.isArray(body)) return { events: body };
  if (typeof body === "object" && body !== null && "events" in body && Array.isArray(body.events)) {
    return { events: body.events, ...("sentAt" in body && { sentAt: body.sentAt }) };
  }
  throw new BowerbirdError("BAD_INPUT", { what: "the body", why: "it has no list `events`" });
}

function senderOf({ engine, caller, request }: Pick<Asked, "engine" | "caller" | "request">): Sender {
  return {
    person: caller.person?.id ?? null,
    trusted: caller.who.startsWith("key:"),
    agent: agentClass(request.headers["user-agent"] ?? ""),
    ...namingOf({ engine, caller, request }),
  };
}
