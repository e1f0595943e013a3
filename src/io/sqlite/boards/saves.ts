/** Pins on boards in SQLite: their order, sections and notes. A board's order is by `position`, the smallest first. */
import { parseText } from "../../../catalog/names.ts";
import type { BoardStore, Save, SavePlace } from "../../../core/boards.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { Database, Row, SqlValue } from "../database.ts";
import { keysetPage } from "../keyset.ts";
import { livingPin } from "../pin-rows.ts";
import { livingBoard, livingSection, placeBetween } from "./board-rows.ts";

type Saves = Pick<
  BoardStore,
  "saves" | "saveTimes" | "save" | "patchSave" | "unsave" | "resave" | "transfer" | "holding"
>;

/** Places this near are spread out again, long before halves run out of digits. */
const tooNear = 1e-6;
const before = Number.MIN_SAFE_INTEGER;

export function sqliteSaves(database: Database, clock: Clock): Saves {
  const savedOn = (board: Row, pin: string): Row | undefined =>
    database.get(
      `select saves.*, pins.id as pin, sections.id as section_id from saves join pins using (seq)
       left join sections on sections.seq = saves.section and sections.deleted_at is null
       where saves.board = ? and pins.id = ? and removed_at is null and pins.deleted_at is null`,
      ...[board.seq, pin],
    );
  const saveOf = (board: Row, pin: string): Row => {
    const row = savedOn(board, pin);
    if (!row) throw new BowerbirdError("PIN_NOT_FOUND", { id: pin });
    return row;
  };
  const readSave =
    (board: string) =>
    (row: Row): Save => ({
      board,
      pin: String(row.pin),
      seq: Number(row.seq),
      section: row.section_id === null ? null : String(row.section_id),
      note: String(row.note),
      savedBy: String(row.saved_by),
      savedAt: Number(row.saved_at),
    });

  /** Puts a save in front of another one, or last. */
  const place = (board: SqlValue, seq: SqlValue, target: Row | null): void => {
    const next = target ? Number(target.position) : null;
    const { at } = database.get(
      `select max(position) as at from saves where board = ? and seq <> ? and removed_at is null and position < ?`,
      ...[board, seq, next ?? Number.MAX_SAFE_INTEGER],
    ) as Row;
    const previous = at === null ? null : Number(at);
    if (target && next !== null && previous !== null && next - previous < tooNear) {
      spreadOut(board);
      const moved = database.get("select * from saves where board = ? and seq = ?", board, target.seq);
      place(board, seq, moved ?? null);
      return;
    }
    const position = placeBetween(previous, next);
    database.run("update saves set position = ? where board = ? and seq = ?", position, board, seq);
  };
  const spreadOut = (board: SqlValue): void => {
    database.run(
      `update saves set position = ranked.rank from
         (select seq, row_number() over (order by position, seq) as rank from saves where board = ?) as ranked
       where saves.board = ? and saves.seq = ranked.seq`,
      ...[board, board],
    );
  };
  const setRemoved = (id: string, pins: readonly string[], at: number | null): readonly string[] =>
    database.transaction(() => {
      const board = livingBoard(database, id);
      return pins.filter((pin) => {
        const { changes } = database.run(
          `update saves set removed_at = ? where board = ? and removed_at is ${at === null ? "not null" : "null"}
           and seq = (select seq from pins where id = ?)`,
          ...[at, board.seq, pin],
        );
        return changes > 0;
      });
    });

  return {
    saves: async (id, { section, cursor, limit }) => {
      const board = livingBoard(database, id);
      const [condition, values] =
        section === undefined
          ? ["true", []]
          : section === null
            ? ["sections.seq is null", []]
            : ["sections.seq = ?", [livingSection(database, board, section)]];
      return keysetPage(
        (after) =>
          database.all(
            `select saves.*, pins.id as pin, sections.id as section_id from saves join pins using (seq)
             left join sections on sections.seq = saves.section and sections.deleted_at is null
             where saves.board = ? and removed_at is null and pins.deleted_at is null and ${condition}
               and (saves.position, saves.seq) > (?, ?)
             order by saves.position, saves.seq limit ?`,
            ...[board.seq, ...values, ...(after ?? [before, before]), limit + 1],
          ),
        {
          ...(cursor !== undefined && { cursor }),
          limit,
          keyOf: (row) => [Number(row.position), Number(row.seq)],
        },
        readSave(id),
      );
    },
    saveTimes: async (id) =>
      database
        .all(
          `select saves.seq, saved_at from saves join pins using (seq)
           where board = ? and removed_at is null and pins.deleted_at is null order by saved_at desc, saves.seq desc`,
          livingBoard(database, id).seq,
        )
        .map((row) => ({ seq: Number(row.seq), savedAt: Number(row.saved_at) })),
    save: async (id, pins, place) =>
      database.transaction(() => {
        const board = livingBoard(database, id);
        const seqs = pins.map((pin) => livingPin(database, pin));
        // From the last to the first, each in front: the order they came in is the order they stand in.
        const fresh = seqs.map((seq, i) => ({ seq, pin: pins[i] })).reverse();
        const saved = fresh.filter(({ seq }) =>
          putOnBoard(database, board, seq, { ...place, at: clock.now() }),
        );
        return { saved: saved.map(({ pin }) => pin).reverse() };
      }),
    patchSave: async (id, pin, change) =>
      database.transaction(() => {
        const board = livingBoard(database, id);
        const { seq } = saveOf(board, pin);
        if (change.section !== undefined) {
          const section = livingSection(database, board, change.section);
          database.run("update saves set section = ? where board = ? and seq = ?", section, board.seq, seq);
        }
        if (change.note !== undefined) {
          const note = parseText(change.note);
          database.run("update saves set note = ? where board = ? and seq = ?", note, board.seq, seq);
        }
        if (change.before !== undefined && change.before !== pin) {
          place(board.seq, seq, change.before === null ? null : saveOf(board, change.before));
        }
        return readSave(id)(saveOf(board, pin));
      }),
    unsave: async (id, pins) => setRemoved(id, pins, clock.now()),
    resave: async (id, pins) => setRemoved(id, pins, null),
    transfer: async (from, to, pins, place, copy) =>
      database.transaction(() => {
        const [source, target] = [livingBoard(database, from), livingBoard(database, to)];
        if (source.seq === target.seq) {
          throw new BowerbirdError("BAD_INPUT", { what: "the board", why: "the pins are on it already" });
        }
        const held = pins.filter((pin) => savedOn(source, pin));
        for (const pin of [...held].reverse()) {
          const { seq, note } = saveOf(source, pin);
          putOnBoard(database, target, Number(seq), { ...place, note: String(note), at: clock.now() });
        }
        if (!copy) setRemoved(from, held, clock.now());
        return held;
      }),
    holding: async (pin, boards) =>
      database
        .all(
          `select boards.id from saves join boards on boards.seq = board join pins on pins.seq = saves.seq
           where pins.id = ? and removed_at is null and boards.id in (select value from json_each(?))`,
          ...[pin, JSON.stringify(boards)],
        )
        .map((row) => String(row.id)),
  };
}

/** In front of the others; false when it was on the board already, which changes nothing. Call inside a transaction. */
export function putOnBoard(
  database: Database,
  board: Row,
  seq: number,
  { section = null, note = "", by, at, origin = null }: SavePlace & { at: number; origin?: SqlValue },
): boolean {
  const first = database.get(
    "select min(position) as at from saves where board = ? and removed_at is null",
    board.seq,
  );
  const { changes } = database.run(
    `insert into saves values (?, ?, ?, ?, ?, ?, ?, null, ?)
     on conflict (board, seq) do update set section = excluded.section, note = excluded.note,
       position = excluded.position, saved_by = excluded.saved_by, saved_at = excluded.saved_at, removed_at = null,
       origin = excluded.origin
     where removed_at is not null`,
    ...[board.seq, seq, livingSection(database, board, section), parseText(note)],
    ...[placeBetween(null, first?.at == null ? null : Number(first.at)), by, at, origin],
  );
  if (changes > 0) database.run("update boards set saved_at = max(saved_at, ?) where seq = ?", at, board.seq);
  return changes > 0;
}
