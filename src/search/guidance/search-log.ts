/** Fills the memory of searches from the event log: what is there already, and every row from then on. */
import type { EventLog, EventRow } from "../../core/event-log.ts";
import type { Events } from "../../events/events.ts";
import type { SearchMemory } from "./search-memory.ts";

/** So long ago nothing is remembered. */
const rememberedDays = 90;
const mostRows = 500_000;
const latestSlates = 20_000;

const choices = new Set(["closeup", "click", "long_click", "save", "share", "purchase"]);

export interface RememberedLog {
  readonly log: Pick<EventLog, "query">;
  readonly events: Pick<Events, "follow">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Listens from now on; the answer resolves when what was there before is in, too. Call `stop` in the end. */
export function rememberSearches({ log, events, now }: RememberedLog, memory: SearchMemory) {
  const stop = events.follow(listener(memory));
  const since = new Date(now() - rememberedDays * 86_400_000).toISOString();
  return { stop, ready: read(log, memory, since) };
}

async function read(log: Pick<EventLog, "query">, memory: SearchMemory, since: string): Promise<void> {
  const bounds = { rows: mostRows };
  const searched = await log.query(
    `select query, person, epoch_ms(max(time)) as last, arg_max(pin, time) as pin from events
     where type = 'slate' and source = 'words' and agent <> 'bot' and coalesce(position, 0) = 0
       and person is not null and query is not null and time > ?::timestamp
     group by query, person order by last desc limit ${mostRows}`,
    [since],
    bounds,
  );
  for (const [words, person, at, pin] of searched.rows) {
    memory.searched({
      ...{ words: String(words), person: String(person), at: Number(at) },
      pin: pin === null ? null : String(pin),
    });
  }
  const chosen = await log.query(
    `with searches as (
       select distinct slate, query from events
       where type = 'slate' and source = 'words' and query is not null and time > ?::timestamp
     )
     select distinct coalesce(acts.query, searches.query) as words, acts.pin, coalesce(acts.person, acts.visitor)
     from events acts left join searches using (slate)
     where acts.type in (${[...choices].map((type) => `'${type}'`).join(", ")}) and acts.agent <> 'bot'
       and acts.pin is not null and coalesce(acts.query, searches.query) is not null
       and coalesce(acts.person, acts.visitor) is not null and acts.time > ?::timestamp limit ${mostRows}`,
    [since, since],
    bounds,
  );
  for (const [words, pin, subject] of chosen.rows) {
    memory.chose({ words: String(words), pin: String(pin), subject: String(subject) });
  }
}

function listener(memory: SearchMemory): (row: EventRow) => void {
  const wordsOfSlate = new Map<string, string>();
  return ({ type, source, slate, query, person, visitor, agent, position = 0, pin, time }) => {
    if (agent === "bot") return;
    if (type === "slate") {
      if (source !== "words" || query === undefined || position > 0) return;
      if (slate !== undefined) {
        wordsOfSlate.set(slate, query);
        const [oldest] = wordsOfSlate.keys();
        if (wordsOfSlate.size > latestSlates) wordsOfSlate.delete(oldest);
      }
      if (person !== undefined) memory.searched({ words: query, person, at: time, pin: pin ?? null });
    } else if (choices.has(type) && pin !== undefined) {
      const words = query ?? (slate === undefined ? undefined : wordsOfSlate.get(slate));
      const subject = person ?? visitor;
      if (words !== undefined && subject !== undefined) memory.chose({ words, pin, subject });
    }
  };
}
