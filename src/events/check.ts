/** Slates recounted against events: every place served once, and every act in a slate at a place that was served. */
import type { EventLog } from "../core/event-log.ts";

export interface EventGap {
  readonly kind: string;
  readonly count: number;
  readonly sentence: string;
}

export interface EventCheck {
  readonly events: number;
  readonly slates: number;
  readonly gaps: readonly EventGap[];
  /** Files that are missing or not what they were. */
  readonly damaged: readonly string[];
  readonly ok: boolean;
}

const questions: ReadonlyArray<{ kind: string; sentence: (count: number) => string; sql: string }> = [
  {
    kind: "places missing",
    sentence: (count) => `${count} slates lack places between their first and their last`,
    sql: `select count(*) from (select slate from slates where pin is not null group by slate
          having max(position) - min(position) + 1 > count(distinct position))`,
  },
  {
    kind: "places twice",
    sentence: (count) => `${count} places of slates were written more than once`,
    sql: `select count(*) from (select 1 from slates where pin is not null group by slate, position having count(*) > 1)`,
  },
  {
    kind: "slate unknown",
    sentence: (count) => `${count} events name a slate that was never served`,
    sql: `select count(*) from events e where type <> 'slate' and slate is not null
          and not exists (select 1 from slates s where s.slate = e.slate)`,
  },
  {
    kind: "place unknown",
    sentence: (count) => `${count} events name a place of a slate where another pin, or none, was served`,
    sql: `select count(*) from events e where type <> 'slate' and slate is not null and position is not null
          and pin is not null and exists (select 1 from slates s where s.slate = e.slate)
          and not exists (select 1 from slates s where s.slate = e.slate and s.position = e.position and s.pin = e.pin)`,
  },
  {
    kind: "kept twice",
    sentence: (count) => `${count} events are kept more than once`,
    sql: "select count(*) - count(distinct id) from events",
  },
  {
    kind: "wrong day",
    sentence: (count) => `${count} events lie in another day than their time`,
    sql: "select count(*) from events where time::date <> day",
  },
];

export async function checkEvents(log: Pick<EventLog, "query" | "inspect">): Promise<EventCheck> {
  const damaged = await log.inspect();
  if (damaged.some((what) => what.endsWith("is missing"))) {
    return { events: 0, slates: 0, gaps: [], damaged, ok: false };
  }
  const number = async (sql: string): Promise<number> => Number((await log.query(sql)).rows[0][0]);
  const gaps: EventGap[] = [];
  for (const { kind, sentence, sql } of questions) {
    const count = await number(sql);
    if (count > 0) gaps.push({ kind, count, sentence: sentence(count) });
  }
  return {
    events: await number("select count(*) from events"),
    slates: await number("select count(distinct slate) from slates"),
    ...{ gaps, damaged, ok: gaps.length === 0 && damaged.length === 0 },
  };
}
