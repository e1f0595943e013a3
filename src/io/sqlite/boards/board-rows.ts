/** Rows of boards as Boards, and finding them. */
import { randomBytes } from "node:crypto";
import { pinIdOf } from "../../../catalog/identity.ts";
import type { Board, Privacy } from "../../../core/boards.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { Database, Row } from "../database.ts";

/** As pins have: 20 characters of base 32. */
export const newBoardId = (): string => pinIdOf(randomBytes(13).toString("hex"));

const timeOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

export function readBoard(database: Database, row: Row): Board {
  const { seq } = row;
  const first = database.get(
    `select pins.id from saves join pins using (seq)
     where board = ? and removed_at is null and pins.deleted_at is null order by position, seq limit 1`,
    seq,
  );
  const sections = database.all(
    "select * from sections where board = ? and deleted_at is null order by position",
    seq,
  );
  const counted = database.all(
    `select section, count(*) as pins from saves join pins using (seq)
     where board = ? and removed_at is null and pins.deleted_at is null group by section`,
    seq,
  );
  const pinsIn = new Map(counted.map(({ section, pins }) => [section, Number(pins)]));
  return {
    id: String(row.id),
    owner: String(row.owner),
    name: String(row.name),
    description: String(row.description),
    privacy: String(row.privacy) as Privacy,
    cover: coverOf(database, row) ?? (first ? String(first.id) : null),
    sections: sections.map((section) => ({
      id: String(section.id),
      name: String(section.name),
      pins: pinsIn.get(section.seq) ?? 0,
    })),
    collaborators: database
      .all("select person from board_collaborators where board = ? order by person", seq)
      .map(({ person }) => String(person)),
    pins: counted.reduce((sum, { pins }) => sum + Number(pins), 0),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    savedAt: Number(row.saved_at),
    archivedAt: timeOrNull(row.archived_at),
    version: Number(row.version),
  };
}

/** The chosen cover while it is still on the board. */
function coverOf(database: Database, { seq, cover }: Row): string | null {
  if (cover === null) return null;
  const there = database.get(
    `select 1 from saves join pins using (seq)
     where board = ? and pins.id = ? and removed_at is null and pins.deleted_at is null`,
    ...[seq, cover],
  );
  return there ? String(cover) : null;
}

/** @throws BOARD_NOT_FOUND */
export function livingBoard(database: Database, id: string): Row {
  const row = database.get("select * from boards where id = ? and deleted_at is null", id);
  if (!row) throw new BowerbirdError("BOARD_NOT_FOUND", { id });
  return row;
}

/** Null for none. @throws SECTION_NOT_FOUND */
export function livingSection(database: Database, board: Row, id: string | null): number | null {
  if (id === null) return null;
  const row = database.get(
    "select seq from sections where board = ? and id = ? and deleted_at is null",
    ...[board.seq, id],
  );
  if (!row) throw new BowerbirdError("SECTION_NOT_FOUND", { board: String(board.id), id });
  return Number(row.seq);
}

/** A name that another living thing has already. @throws NAME_TAKEN */
export function refuseTakenName(what: string, name: string, write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (error instanceof Error && /UNIQUE/.test(error.message))
      throw new BowerbirdError("NAME_TAKEN", { what, name });
    throw error;
  }
}

/** Between two places of an order kept by real numbers; null is the start or the end. */
export function placeBetween(before: number | null, after: number | null): number {
  if (before === null) return after === null ? 0 : after - 1;
  return after === null ? before + 1 : (before + after) / 2;
}
