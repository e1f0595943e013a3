/** Boards in SQLite: the boards themselves; their sections and saves are composed in. */
import { parseName, parseText } from "../../../catalog/names.ts";
import type { BoardQuery, BoardStore } from "../../../core/boards.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import { personOfOwner } from "../../../core/people.ts";
import type { Page } from "../../../core/ports.ts";
import type { Database, Row, SqlValue } from "../database.ts";
import { keysetPage } from "../keyset.ts";
import { livingPin } from "../pin-rows.ts";
import { livingBoard, newBoardId, readBoard, refuseTakenName } from "./board-rows.ts";
import { putOnBoard, sqliteSaves } from "./saves.ts";
import { sqliteSections } from "./sections.ts";

const name = (text: string): string => parseName(text, "the board's name");

export function sqliteBoards(database: Database, clock: Clock): BoardStore {
  const living = (id: string): Row => livingBoard(database, id);
  const boardOf = (row: Row) => readBoard(database, row);
  const touch = (seq: SqlValue): void => {
    database.run("update boards set version = version + 1, updated_at = ? where seq = ?", clock.now(), seq);
  };
  const set = (seq: SqlValue, column: string, value: SqlValue): void => {
    database.run(`update boards set ${column} = ? where seq = ?`, value, seq);
  };
  const changeCollaborators = (id: string, sql: string, person: string) =>
    database.transaction(() => {
      const { seq } = living(id);
      const { changes } = database.run(sql, seq, person);
      if (changes > 0) touch(seq);
      return boardOf(living(id));
    });

  return {
    create: async ({ owner, name: text, description = "", privacy = "private" }) =>
      database.transaction(() => {
        const now = clock.now();
        const [id, called] = [newBoardId(), name(text)];
        refuseTakenName("board", called, () =>
          database.run(
            `insert into boards (id, owner, name, description, privacy, position, created_at, updated_at, saved_at,
               version)
             values (?, ?, ?, ?, ?, coalesce((select min(position) - 1 from boards where owner = ?), 0), ?, ?, ?, 1)`,
            ...[id, owner, called, parseText(description), privacy, owner, now, now, now],
          ),
        );
        return boardOf(living(id));
      }),
    read: async (id) => {
      const row = database.get("select * from boards where id = ? and deleted_at is null", id);
      return row ? boardOf(row) : null;
    },
    list: async (query) => listBoards(database, query),
    patch: async (id, change, expectedVersion) =>
      database.transaction(() => {
        const row = living(id);
        if (expectedVersion !== undefined && expectedVersion !== Number(row.version)) {
          throw new BowerbirdError("VERSION_CONFLICT", {
            what: `the board ${row.name}`,
            actual: Number(row.version),
            expected: expectedVersion,
          });
        }
        if (change.name !== undefined) {
          const called = name(change.name);
          refuseTakenName("board", called, () => set(row.seq, "name", called));
        }
        if (change.description !== undefined) set(row.seq, "description", parseText(change.description));
        if (change.privacy !== undefined) set(row.seq, "privacy", change.privacy);
        if (change.cover !== undefined) {
          if (change.cover !== null) livingPin(database, change.cover);
          set(row.seq, "cover", change.cover);
        }
        if (change.archived !== undefined) set(row.seq, "archived_at", change.archived ? clock.now() : null);
        touch(row.seq);
        return boardOf(living(id));
      }),
    remove: async (id) => {
      set(living(id).seq, "deleted_at", clock.now());
    },
    restore: async (id) =>
      database.transaction(() => {
        const row = database.get("select * from boards where id = ? and deleted_at is not null", id);
        if (!row) throw new BowerbirdError("BOARD_NOT_FOUND", { id });
        refuseTakenName("board", String(row.name), () => set(row.seq, "deleted_at", null));
        const values = [clock.now(), row.seq];
        database.run("update saves set removed_at = ?, origin = null where origin = ?", ...values);
        return boardOf(living(id));
      }),
    ownerOfRemoved: async (id) => {
      const row = database.get("select owner from boards where id = ? and deleted_at is not null", id);
      return row ? String(row.owner) : null;
    },
    arrange: async (owner, ids) =>
      database.transaction(() => {
        const own = database.all("select id from boards where owner = ? order by position, seq", owner);
        const known = own.map((row) => String(row.id));
        const first = [...new Set(ids)].filter((id) => known.includes(id));
        const rest = known.filter((id) => !first.includes(id));
        [...first, ...rest].forEach((id, position) => {
          database.run("update boards set position = ? where id = ?", position, id);
        });
      }),
    merge: async (from, into) =>
      database.transaction(() => {
        const [source, target] = [living(from), living(into)];
        if (source.seq === target.seq) {
          throw new BowerbirdError("BAD_INPUT", { what: "the board", why: "it is merged into itself" });
        }
        const moved = mergeSaves(database, source, target);
        set(source.seq, "deleted_at", clock.now());
        touch(target.seq);
        return moved;
      }),
    addCollaborator: async (id, person) => {
      if (!database.get("select 1 from people where id = ?", person)) {
        throw new BowerbirdError("PERSON_NOT_FOUND", { id: person });
      }
      return changeCollaborators(id, "insert or ignore into board_collaborators values (?, ?)", person);
    },
    removeCollaborator: async (id, person) =>
      changeCollaborators(id, "delete from board_collaborators where board = ? and person = ?", person),
    ...sqliteSections(database, clock),
    ...sqliteSaves(database, clock),
  };
}

/** Copies what the target lacks, the last first so that their order stays; each remembers where it came from. */
export function mergeSaves(database: Database, source: Row, target: Row): number {
  const rows = database.all(
    "select * from saves where board = ? and removed_at is null order by position desc, seq desc",
    source.seq,
  );
  const fresh = rows.filter((row) =>
    putOnBoard(database, target, Number(row.seq), {
      note: String(row.note),
      by: String(row.saved_by),
      at: Number(row.saved_at),
      origin: source.seq,
    }),
  );
  return fresh.length;
}

const orders = {
  recent: { key: "saved_at", direction: "desc" },
  name: { key: "name", direction: "asc" },
  largest: { key: "held", direction: "desc" },
  arranged: { key: "position", direction: "asc" },
} as const;

/** @throws BAD_CURSOR */
function listBoards(database: Database, query: BoardQuery): Page<ReturnType<typeof readBoard>> {
  const { key, direction } = orders[query.sort ?? "recent"];
  const conditions = ["deleted_at is null", `archived_at is ${query.archived ? "not null" : "null"}`];
  const values: SqlValue[] = [];
  const add = (sql: string, ...given: readonly SqlValue[]): void => {
    conditions.push(sql);
    values.push(...given);
  };
  const sharedWith = "seq in (select board from board_collaborators where person = ?)";
  const personOf = (owner: string): string => personOfOwner(owner) ?? "";
  const { owner, visibleTo } = query;
  if (owner !== undefined && query.shared) add(`(owner = ? or ${sharedWith})`, owner, personOf(owner));
  else if (owner !== undefined) add("owner = ?", owner);
  if (visibleTo !== undefined) {
    add(`(privacy = 'public' or owner = ? or ${sharedWith})`, visibleTo, personOf(visibleTo));
  }
  const held = `(select count(*) from saves join pins using (seq)
    where board = boards.seq and removed_at is null and pins.deleted_at is null)`;
  return keysetPage(
    (after) =>
      database.all(
        `select * from (select boards.*, ${key === "held" ? held : 0} as held from boards
           where ${conditions.join(" and ")})
         ${after ? `where (${key}, seq) ${direction === "desc" ? "<" : ">"} (?, ?)` : ""}
         order by ${key} ${direction}, seq ${direction} limit ?`,
        ...[...values, ...(after ?? []), query.limit + 1],
      ),
    {
      ...(query.cursor !== undefined && { cursor: query.cursor }),
      limit: query.limit,
      keyOf: (row) => [key === "name" ? String(row.name) : Number(row[key]), Number(row.seq)],
    },
    (row) => readBoard(database, row),
  );
}
