/** Past and saved searches in SQLite. */
import { randomBytes } from "node:crypto";
import { parseName } from "../../../catalog/names.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { PinFilter } from "../../../core/nouns.ts";
import type { Match, SavedSearch, SearchStore } from "../../../core/searches.ts";
import type { Database, Row } from "../database.ts";
import { keysetPage } from "../keyset.ts";

const pastKept = 50;
const mostSaved = 100;
const markName = "searches_watched_to";

const saved = `
  select saved_searches.*, count(pins.seq) as matches, count(pins.seq) filter (where fresh = 1) as fresh,
    (select id from search_matches latest join pins using (seq)
     where latest.search = saved_searches.seq and deleted_at is null order by latest.at desc, seq desc limit 1) as cover
  from saved_searches left join search_matches on search = saved_searches.seq
    left join pins on pins.seq = search_matches.seq and pins.deleted_at is null`;

export function sqliteSearches(database: Database, clock: Clock): SearchStore {
  const owned = (owner: string, id: string): Row => {
    const row = database.get(
      `${saved} where saved_searches.owner = ? and saved_searches.id = ? group by saved_searches.seq`,
      ...[owner, id],
    );
    if (!row) throw new BowerbirdError("SEARCH_NOT_FOUND", { id });
    return row;
  };
  return {
    remember: async (owner, words) =>
      database.transaction(() => {
        database.run(
          `insert into past_searches values (?, ?, ?)
           on conflict (owner, words) do update set words = excluded.words, at = excluded.at`,
          ...[owner, words, clock.now()],
        );
        database.run(
          `delete from past_searches where owner = ? and words in
             (select words from past_searches where owner = ? order by at desc, words limit -1 offset ${pastKept})`,
          ...[owner, owner],
        );
      }),
    recent: async (owner, limit) =>
      database
        .all(
          "select words, at from past_searches where owner = ? order by at desc, words limit ?",
          owner,
          limit,
        )
        .map(({ words, at }) => ({ words: String(words), at: Number(at) })),
    forget: async (owner, words) =>
      words === undefined
        ? database.run("delete from past_searches where owner = ?", owner).changes
        : database.run("delete from past_searches where owner = ? and words = ?", owner, words).changes,

    save: async (owner, draft) => database.transaction(() => savedAnew(database, clock, owner, draft)),
    list: async (owner) =>
      database
        .all(
          `${saved} where saved_searches.owner = ? group by saved_searches.seq order by saved_searches.seq desc`,
          owner,
        )
        .map(readSaved),
    read: async (owner, id) => readSaved(owned(owner, id)),
    rename: async (owner, id, name) => {
      const { seq } = owned(owner, id);
      database.run("update saved_searches set name = ? where seq = ?", parseName(name, "the name"), seq);
      return readSaved(owned(owner, id));
    },
    remove: async (owner, id) => {
      database.run("delete from saved_searches where seq = ?", owned(owner, id).seq);
    },
    matches: async (owner, id, { cursor, limit }) => {
      const { seq } = owned(owner, id);
      return keysetPage(
        (after) =>
          database.all(
            `select pins.id, pins.seq, at, fresh from search_matches join pins using (seq)
             where search = ? and deleted_at is null and (at, pins.seq) < (?, ?)
             order by at desc, pins.seq desc limit ?`,
            ...[seq, ...(after ?? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]), limit + 1],
          ),
        { ...(cursor !== undefined && { cursor }), limit, keyOf: (row) => [Number(row.at), Number(row.seq)] },
        (row): Match => ({ pin: String(row.id), at: Number(row.at), fresh: row.fresh === 1 }),
      );
    },
    markSeen: async (owner, id) =>
      database.run("update search_matches set fresh = 0 where search = ? and fresh = 1", owned(owner, id).seq)
        .changes,
    watched: () =>
      database.all("select id, words, filter, after from saved_searches").map((row) => ({
        ...{ id: String(row.id), words: String(row.words), after: Number(row.after) },
        filter: JSON.parse(String(row.filter)) as PinFilter,
      })),
    watchedTo: () => {
      const kept = database.get("select value from meta where name = ?", markName);
      const [revision, seq] = String(kept?.value ?? "0 0")
        .split(" ")
        .map(Number);
      return { revision, seq };
    },
    notice: async (found, mark) =>
      database.transaction(() => {
        for (const { search, seq } of found) {
          database.run(
            `insert or ignore into search_matches
             select saved_searches.seq, ?, ?, 1 from saved_searches where id = ?`,
            ...[seq, clock.now(), search],
          );
        }
        database.run("insert or replace into meta values (?, ?)", markName, `${mark.revision} ${mark.seq}`);
      }),
  };
}

function savedAnew(
  database: Database,
  clock: Clock,
  owner: string,
  { name, words, filter }: Pick<SavedSearch, "name" | "words" | "filter">,
): SavedSearch {
  const asked = [owner, words, JSON.stringify(sorted(filter))] as const;
  const same = `${saved} where saved_searches.owner = ? and saved_searches.words = ? and saved_searches.filter = ?
    group by saved_searches.seq`;
  const known = database.get(same, ...asked);
  if (known) return readSaved(known);
  const count = Number(database.get("select count(*) as n from saved_searches where owner = ?", owner)?.n);
  if (count >= mostSaved) throw new BowerbirdError("TOO_MANY_SEARCHES", { bound: mostSaved });
  database.run(
    `insert into saved_searches (owner, words, filter, id, name, created_at, after)
     values (?, ?, ?, ?, ?, ?, coalesce((select max(seq) from pins), 0))`,
    ...[...asked, randomBytes(10).toString("hex"), parseName(name, "the name"), clock.now()],
  );
  return readSaved(database.get(same, ...asked) as Row);
}

/** The same filter is the same text, whatever the order of its parts. */
function sorted(filter: PinFilter): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function readSaved(row: Row): SavedSearch {
  return {
    ...{ id: String(row.id), owner: String(row.owner), name: String(row.name), words: String(row.words) },
    filter: JSON.parse(String(row.filter)) as PinFilter,
    ...{ createdAt: Number(row.created_at), fresh: Number(row.fresh), matches: Number(row.matches) },
    cover: row.cover === null ? null : String(row.cover),
  };
}
