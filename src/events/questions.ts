/** What the analyst's page and the command line ask of the log. */
import type { EventLog } from "../core/event-log.ts";

export interface Latest {
  readonly limit: number;
  readonly type?: string;
  /** A person, or a visitor by their browser's name. */
  readonly person?: string;
  /** A type to leave out. */
  readonly without?: string;
  readonly surface?: string;
  readonly slate?: string;
  /** Only events received this many hours or more after they happened. */
  readonly lateHours?: number;
}

/** Newest first; columns without a value are left out. */
export async function latestEvents(
  log: Pick<EventLog, "query">,
  { limit, type, without, person, surface, slate, lateHours }: Latest,
): Promise<Array<Record<string, unknown>>> {
  const equal = { type, "coalesce(person, visitor)": person, surface, slate };
  const asked = Object.entries(equal).filter(([, value]) => value !== undefined);
  const late = lateHours === undefined ? [] : ["received > time + to_seconds(?)"];
  const others = without === undefined ? [] : ["type <> ?"];
  const conditions = [...asked.map(([name]) => `${name} = ?`), ...others, ...late].join(" and ") || "true";
  const values = [
    ...asked.map(([, value]) => String(value)),
    ...(without === undefined ? [] : [without]),
    ...(lateHours === undefined ? [] : [lateHours * 3600]),
  ];
  const { columns, rows } = await log.query(
    `select * from events where ${conditions} order by time desc, id limit ${Math.floor(limit)}`,
    values,
    { rows: limit },
  );
  return rows.map((row) =>
    Object.fromEntries(columns.flatMap(({ name }, i) => (row[i] === null ? [] : [[name, row[i]] as const]))),
  );
}

export interface DayCount {
  readonly day: string;
  readonly type: string;
  readonly events: number;
  readonly bots: number;
  readonly late: number;
}

export async function countsByDay(
  log: Pick<EventLog, "query">,
  { from = "0001-01-01", to = "9999-12-31" }: { from?: string | undefined; to?: string | undefined },
  lateHours: number,
): Promise<DayCount[]> {
  const { rows } = await log.query(
    `select day::varchar, type, count(*), count(*) filter (agent = 'bot'),
       count(*) filter (received > time + to_seconds(?))
     from events where day between ?::date and ?::date group by day, type order by day, type`,
    [lateHours * 3600, from, to],
  );
  return rows.map(([day, type, events, bots, late]) => ({
    ...{ day: String(day), type: String(type) },
    ...{ events: Number(events), bots: Number(bots), late: Number(late) },
  }));
}

/** Days since 1970 of an ISO date. */
export const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
