/** Sections of boards in SQLite. */
import { randomBytes } from "node:crypto";
import { parseName } from "../../../catalog/names.ts";
import type { BoardStore } from "../../../core/boards.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { Database } from "../database.ts";
import { livingBoard, livingSection, refuseTakenName } from "./board-rows.ts";

type Sections = Pick<BoardStore, "addSection" | "patchSection" | "removeSection" | "restoreSection">;

export function sqliteSections(database: Database, clock: Clock): Sections {
  const order = (board: number): readonly number[] => [
    ...database.numbers(
      "select seq from sections where board = ? and deleted_at is null order by position, seq",
      board,
    ),
  ];
  const rename = (seq: number, text: string): void => {
    const name = parseName(text, "the section's name");
    refuseTakenName("section", name, () =>
      database.run("update sections set name = ? where seq = ?", name, seq),
    );
  };
  const moveBefore = (board: number, seq: number, target: number | null): void => {
    const others = order(board).filter((other) => other !== seq);
    const at = target === null ? others.length : others.indexOf(target);
    [...others.slice(0, at), seq, ...others.slice(at)].forEach((section, position) => {
      database.run("update sections set position = ? where seq = ?", position, section);
    });
  };

  return {
    addSection: async (id, text) =>
      database.transaction(() => {
        const board = livingBoard(database, id);
        const name = parseName(text, "the section's name");
        const section = randomBytes(8).toString("hex");
        const position = order(Number(board.seq)).length;
        refuseTakenName("section", name, () =>
          database.run(
            "insert into sections (id, board, name, position) values (?, ?, ?, ?)",
            ...[section, board.seq, name, position],
          ),
        );
        return { id: section, name, pins: 0 };
      }),
    patchSection: async (id, section, { name, before }) =>
      database.transaction(() => {
        const board = livingBoard(database, id);
        const seq = Number(livingSection(database, board, section));
        if (name !== undefined) rename(seq, name);
        if (before !== undefined && before !== section) {
          moveBefore(Number(board.seq), seq, livingSection(database, board, before));
        }
      }),
    removeSection: async (id, section) => {
      const seq = livingSection(database, livingBoard(database, id), section);
      database.run("update sections set deleted_at = ? where seq = ?", clock.now(), seq);
    },
    restoreSection: async (id, section) => {
      const { seq } = livingBoard(database, id);
      refuseTakenName("section", section, () => {
        const { changes } = database.run(
          "update sections set deleted_at = null where board = ? and id = ? and deleted_at is not null",
          ...[seq, section],
        );
        if (changes === 0) throw new BowerbirdError("SECTION_NOT_FOUND", { board: id, id: section });
      });
    },
  };
}
