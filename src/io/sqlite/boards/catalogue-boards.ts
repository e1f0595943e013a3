/**
 * Boards as a catalogue speaks of them: public, by name only, whoever owns them. A name means the owner's own board,
 * else one that no person owns; where there is neither, a public board is made.
 */
import { cutName } from "../../../catalog/names.ts";
import type { Clock } from "../../../core/clock.ts";
import type { Database, Row } from "../database.ts";
import { newBoardId } from "./board-rows.ts";
import { putOnBoard } from "./saves.ts";

const ofNobody = "owner not like 'person:%'";

export interface CatalogueBoards {
  add(seq: number, name: string, owner: string): void;
  /** Puts the pin on these and takes it off its owner's other public boards and those that no person owns. */
  set(seq: number, names: readonly string[], owner: string): void;
  /** Names of public boards with how many living pins they hold, the fullest first. */
  list(): ReadonlyArray<{ name: string; pins: number }>;
}

export function catalogueBoards(database: Database, clock: Clock): CatalogueBoards {
  const boardNamed = (name: string, owner: string): Row => {
    const found = database.get(
      `select * from boards where name = ? and deleted_at is null and (owner = ? or (${ofNobody} and privacy = 'public'))
       order by owner = ? desc, seq limit 1`,
      ...[name, owner, owner],
    );
    return found ?? make(name, owner);
  };
  const make = (name: string, owner: string): Row => {
    const now = clock.now();
    return database.get(
      `insert into boards (id, owner, name, description, privacy, position, created_at, updated_at, saved_at, version)
       values (?, ?, ?, '', 'public', coalesce((select max(position) + 1 from boards where owner = ?), 0), ?, ?, ?, 1)
       returning *`,
      ...[newBoardId(), owner, name, owner, now, now, now],
    ) as Row;
  };
  const add = (seq: number, name: string, owner: string): void => {
    const called = cutName(name);
    if (called === "") return;
    const board = boardNamed(called, owner);
    putOnBoard(database, board, seq, { by: owner, at: clock.now() });
  };

  return {
    add,
    set: (seq, names, owner) => {
      const wanted = names.map((name) => cutName(name).toLowerCase());
      const held = database.all(
        `select boards.seq, name, owner from saves join boards on boards.seq = board
         where saves.seq = ? and removed_at is null and deleted_at is null and privacy = 'public'`,
        seq,
      );
      const holds = new Set(held.map((board) => String(board.name).toLowerCase()));
      for (const name of names) {
        if (!holds.has(cutName(name).toLowerCase())) add(seq, name, owner);
      }
      for (const board of held) {
        const touched = board.owner === owner || !String(board.owner).startsWith("person:");
        if (!touched || wanted.includes(String(board.name).toLowerCase())) continue;
        const values = [clock.now(), board.seq, seq];
        database.run("update saves set removed_at = ? where board = ? and seq = ?", ...values);
      }
    },
    list: () =>
      database
        .all(
          `select name, count(distinct pins.seq) as pins from boards
           left join saves on board = boards.seq and removed_at is null
           left join pins on pins.seq = saves.seq and pins.deleted_at is null
           where boards.deleted_at is null and privacy = 'public' group by name order by pins desc, name`,
        )
        .map((row) => ({ name: String(row.name), pins: Number(row.pins) })),
  };
}
