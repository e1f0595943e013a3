/** The rows about someone: done with one of their profiles, or as a visitor whose browser became theirs. */
import { createHash } from "node:crypto";
import type { EventErasure, EventLog, SqlBounds, SqlScalar, SqlTable, Whose } from "../../core/event-log.ts";
import { type Duck, quoted } from "./duckdb.ts";
import type { Manifest } from "./manifest.ts";
import type { Partitions } from "./partitions.ts";

interface Held {
  readonly duck: Duck;
  readonly days: Partitions;
}

export interface PersonRowPorts {
  ask(sql: string, values?: readonly SqlScalar[], bounds?: SqlBounds): Promise<SqlTable>;
  /** Everything appended so far is in Parquet when `work` begins; nothing else changes files meanwhile. */
  sealed<T>(work: (held: Held) => Promise<T>): Promise<T>;
  /** The view `events` reads the files that there are now. */
  show(): Promise<void>;
  readonly manifest: Pick<Manifest, "truth">;
}

type PersonRows = Pick<EventLog, "ofPerson" | "askOf" | "erase" | "remove" | "isErased">;

const dayMilliseconds = 86_400_000;
const mostVisitors = 100_000;

export function personRows({ ask, sealed, show, manifest }: PersonRowPorts): PersonRows {
  const erased = new Set(manifest.truth.erased);

  const conditionOf = async ({ people, visitors = [] }: Whose): Promise<string> => {
    const named = isOneOf("person", people);
    const { rows } = await ask(
      `select distinct visitor from events where ${named} and visitor is not null`,
      [],
      { rows: mostVisitors },
    );
    const theirs = [...people, ...visitors, ...rows.map(([visitor]) => String(visitor))];
    return `(${named} or (person is null and ${isOneOf("visitor", theirs)}))`;
  };
  const askOf: EventLog["askOf"] = async (whose, sql, values = [], bounds = {}) =>
    ask(`with theirs as (select * from events where ${await conditionOf(whose)}) ${sql}`, values, bounds);
  const without = (condition: string, hash?: string): Promise<EventErasure> =>
    sealed(async ({ duck, days }) => {
      const found = await duck.rows(
        `select day, count(*) as rows from events where ${condition} group by day`,
      );
      const touched = new Set(found.map(({ day }) => Math.floor(Date.parse(String(day)) / dayMilliseconds)));
      const parts = manifest.truth.parts.filter(({ day }) => touched.has(day));
      if (parts.length > 0 || hash !== undefined) await days.rewrite(parts, `not ${condition}`, hash);
      await show();
      await days.sweep();
      return { events: found.reduce((sum, { rows }) => sum + Number(rows), 0), parts: parts.length };
    });

  return {
    askOf,
    ofPerson: async (person, limit) => {
      const { columns, rows } = await askOf(
        { people: [person] },
        `select * from theirs order by time, id limit ${Math.floor(limit)}`,
        [],
        { rows: limit },
      );
      return rows.map((row) =>
        Object.fromEntries(
          columns.flatMap(({ name }, i) => (row[i] === null ? [] : [[name, row[i]] as const])),
        ),
      );
    },
    erase: async (person) => {
      erased.add(nameHash(person));
      return without(await conditionOf({ people: [person] }), nameHash(person));
    },
    remove: async (whose, ids) => {
      if (ids?.length === 0) return { events: 0, parts: 0 };
      const theirs = await conditionOf(whose);
      return without(ids ? `(${theirs} and ${isOneOf("id", ids)})` : theirs);
    },
    isErased: (person) => erased.size > 0 && erased.has(nameHash(person)),
  };
}

/** Never null, and false for nobody. */
function isOneOf(column: string, names: readonly string[]): string {
  return names.length === 0 ? "false" : `coalesce(${column} in (${names.map(quoted).join(", ")}), false)`;
}

function nameHash(person: string): string {
  return createHash("sha256").update(person).digest("hex");
}
