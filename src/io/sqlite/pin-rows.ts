/** A row of `pins` as a Pin, with its tags, boards and sources. */
import { BowerbirdError } from "../../core/errors.ts";
import type { AttributeValue, Pin } from "../../core/nouns.ts";
import type { Database, Row } from "./database.ts";

export function readPin(database: Database, row: Row): Pin {
  const seq = Number(row.seq);
  const column = (sql: string): string[] => database.all(sql, seq).map((found) => String(found.value));
  return {
    id: String(row.id),
    seq,
    blob: String(row.blob),
    mime: String(row.mime),
    bytes: Number(row.bytes),
    width: Number(row.width),
    height: Number(row.height),
    placeholder: String(row.placeholder),
    title: String(row.title),
    description: String(row.description),
    link: String(row.link),
    domain: String(row.domain),
    tags: column("select tag as value from pin_tags where seq = ? order by position"),
    price: row.price === null ? null : { amount: Number(row.price), currency: String(row.currency) },
    attributes: JSON.parse(String(row.attributes)) as Record<string, AttributeValue>,
    owner: String(row.owner),
    boards: column(
      `select name as value from saves join boards on boards.seq = board
       where saves.seq = ? and removed_at is null and deleted_at is null and privacy = 'public'
       group by name order by min(saves.saved_at), name`,
    ),
    sources: column("select source as value from pin_sources where seq = ? order by source"),
    group: String(row.near_group),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    deletedAt: row.deleted_at === null ? null : Number(row.deleted_at),
    version: Number(row.version),
  };
}

/** The row number of a living pin. @throws PIN_NOT_FOUND */
export function livingPin(database: Database, id: string): number {
  const row = database.get("select seq from pins where id = ? and deleted_at is null", id);
  if (!row) throw new BowerbirdError("PIN_NOT_FOUND", { id });
  return Number(row.seq);
}
