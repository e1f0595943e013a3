/** Searches by words as the event log's slates keep them: nothing of them is written twice. */
import type { EventLog, SqlScalar } from "../core/event-log.ts";
import { type LoggedSearch, type QueryLog, type SearchBounds, type Step, steps } from "../core/words.ts";

export function queryLog(log: Pick<EventLog, "query">): QueryLog {
  return {
    latest: async ({ limit, ...bounds }) => {
      const { sql, values } = conditionOf(bounds);
      const { rows } = await log.query(
        `select slate, text, person, epoch_ms(time), results, shown, reached, milliseconds
         from searches where ${sql} order by time desc, slate limit ${wholeOf(limit)}`,
        values,
        { rows: limit },
      );
      return rows.map(
        ([slate, text, person, time, results, shown, reached, milliseconds]): LoggedSearch => ({
          slate: String(slate),
          text: text === null ? null : String(text),
          person: person === null ? null : String(person),
          time: Number(time),
          ...{ results: Number(results), shown: Number(shown), milliseconds: Number(milliseconds) },
          reached: stepOf(reached),
        }),
      );
    },
    texts: async ({ limit, ...bounds }) => {
      const { sql, values } = conditionOf(bounds);
      const { rows } = await log.query(
        `select trim(regexp_replace(lower(text), '\\s+', ' ', 'g')) as folded, count(*) as searches,
           count(distinct coalesce(person, '')), count(*) filter (results = 0),
           median(milliseconds), epoch_ms(max(time)) as last
         from searches where ${sql} and text is not null group by folded
         order by searches desc, last desc, folded limit ${wholeOf(limit)}`,
        values,
        { rows: limit },
      );
      return rows.map(([text, searches, people, empty, milliseconds, last]) => ({
        ...{ text: String(text), searches: Number(searches), people: Number(people), empty: Number(empty) },
        ...{ milliseconds: Number(milliseconds), last: Number(last) },
      }));
    },
  };
}

function conditionOf({ empty, since, person }: Omit<SearchBounds, "limit">) {
  const parts = ["true"];
  const values: SqlScalar[] = [];
  if (empty) parts.push("results = 0");
  if (since !== undefined) {
    parts.push("epoch_ms(time) >= ?");
    values.push(since);
  }
  if (person !== undefined) {
    parts.push("person = ?");
    values.push(person);
  }
  return { sql: parts.join(" and "), values };
}

const wholeOf = (limit: number): number => Math.max(1, Math.floor(limit));

const stepOf = (reached: unknown): Step => steps.find((step) => step === reached) ?? "all words";
