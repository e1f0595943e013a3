/** Pins in SQLite. */
import { pinIdOf } from "../../../catalog/identity.ts";
import { domainOf, parseWords } from "../../../catalog/words.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { Pin, PinDraft, PinWords } from "../../../core/nouns.ts";
import type { PinStore } from "../../../core/ports.ts";
import { catalogueBoards } from "../boards/catalogue-boards.ts";
import type { Database, Row, SqlValue } from "../database.ts";
import { readPin } from "../pin-rows.ts";
import { conditionOf, currencies } from "./filters.ts";
import { matchingPins } from "./matching-pins.ts";
import { listPins } from "./pin-list.ts";

export function sqlitePins(database: Database, clock: Clock): PinStore {
  const matching = matchingPins(database);
  const bySeq = (seq: number): Row | undefined => database.get("select * from pins where seq = ?", seq);
  const byId = (id: string): Row | undefined => database.get("select * from pins where id = ?", id);
  const boards = catalogueBoards(database, clock);
  const pinOf = (row: Row): Pin => readPin(database, row);

  const admitOne = (draft: PinDraft): { pin: Pin; created: boolean } => {
    const id = pinIdOf(draft.blob);
    const words = parseWords(draft);
    const known = byId(id);
    const seq = known ? Number(known.seq) : insert(id, draft, words);
    if (known) addMissingWords(known, words);
    const source = draft.source.toWellFormed();
    database.run("insert or ignore into pin_sources values (?, ?)", seq, source);
    if (draft.board) boards.add(seq, draft.board, draft.owner);
    const row = bySeq(seq);
    if (!row) throw new BowerbirdError("PIN_NOT_FOUND", { id });
    return { pin: pinOf(row), created: !known || known.deleted_at !== null };
  };

  const insert = (id: string, draft: PinDraft, words: Partial<PinWords>): number => {
    const now = clock.now();
    const { lastId } = database.run(
      `insert into pins (id, blob, mime, bytes, width, height, placeholder, title, description, link, domain, price,
         currency, attributes, owner, near_group, created_at, updated_at, version, revision)
       values (?, ?, ?, ?, ?, ?, ?, '', '', '', '', null, '', '{}', ?, ?, ?, ?, 1, ?)`,
      ...[id, draft.blob, draft.mime, draft.bytes, draft.width, draft.height, draft.placeholder],
      ...[draft.owner, id, now, now, database.nextRevision()],
    );
    writeWords(lastId, words);
    return lastId;
  };

  /** The same picture again: brought back if it was deleted, and given the words it did not have. */
  const addMissingWords = (known: Row, words: Partial<PinWords>): void => {
    const seq = Number(known.seq);
    if (known.deleted_at !== null) {
      database.run(
        "update pins set deleted_at = null, revision = ? where seq = ?",
        database.nextRevision(),
        seq,
      );
    }
    const pin = pinOf(known);
    const missing: Partial<PinWords> = {
      ...(pin.title === "" && words.title ? { title: words.title } : {}),
      ...(pin.description === "" && words.description ? { description: words.description } : {}),
      ...(pin.link === "" && words.link ? { link: words.link } : {}),
      ...(pin.tags.length === 0 && words.tags?.length ? { tags: words.tags } : {}),
      ...(pin.price === null && words.price ? { price: words.price } : {}),
      ...(Object.keys(words.attributes ?? {}).some((name) => !Object.hasOwn(pin.attributes, name))
        ? { attributes: { ...words.attributes, ...pin.attributes } }
        : {}),
    };
    if (Object.keys(missing).length === 0) return;
    writeWords(seq, missing);
    markChanged(seq);
  };

  const writeWords = (seq: number, words: Partial<PinWords>): void => {
    const set: Record<string, SqlValue> = {};
    if (words.title !== undefined) set.title = words.title;
    if (words.description !== undefined) set.description = words.description;
    if (words.link !== undefined) Object.assign(set, { link: words.link, domain: domainOf(words.link) });
    if (words.price !== undefined) {
      Object.assign(set, { price: words.price?.amount ?? null, currency: words.price?.currency ?? "" });
    }
    if (words.attributes !== undefined) set.attributes = JSON.stringify(words.attributes);
    for (const [column, value] of Object.entries(set)) {
      database.run(`update pins set ${column} = ? where seq = ?`, value, seq);
    }
    if (words.tags !== undefined) {
      database.run("delete from pin_tags where seq = ?", seq);
      words.tags.forEach((tag, position) => {
        database.run("insert into pin_tags values (?, ?, ?)", seq, position, tag);
      });
    }
    if (words.attributes !== undefined) {
      database.run("delete from pin_attributes where seq = ?", seq);
      for (const [name, value] of Object.entries(words.attributes)) {
        database.run("insert into pin_attributes values (?, ?, ?)", name, String(value), seq);
      }
    }
  };

  const markChanged = (seq: number): void => {
    database.run(
      "update pins set version = version + 1, updated_at = ?, revision = ? where seq = ?",
      ...[clock.now(), database.nextRevision(), seq],
    );
  };

  const setDeleted = (ids: readonly string[], at: number | null): number =>
    database.transaction(() => {
      const which = at === null ? "not null" : "null";
      return database.run(
        `update pins set deleted_at = ?, updated_at = ?, version = version + 1, revision = ?
         where deleted_at is ${which} and id in (select value from json_each(?))`,
        ...[at, clock.now(), database.nextRevision(), JSON.stringify(ids)],
      ).changes;
    });

  return {
    admit: async (draft) => database.transaction(() => admitOne(draft)),
    admitMany: async (drafts) => database.transaction(() => drafts.map(admitOne)),
    ownersOf: async (ids) => {
      const rows = database.all(
        "select id, owner from pins where id in (select value from json_each(?))",
        JSON.stringify(ids),
      );
      return new Map(rows.map(({ id, owner }) => [String(id), String(owner)]));
    },
    read: async (ids) =>
      ids.flatMap((id) => {
        const row = byId(id);
        return row && row.deleted_at === null ? [pinOf(row)] : [];
      }),
    readSeqs: async (seqs) =>
      seqs.flatMap((seq) => {
        const row = bySeq(seq);
        return row && row.deleted_at === null ? [pinOf(row)] : [];
      }),
    list: async (query) => listPins(database, query),
    count: async (filter) => {
      const { sql, values } = conditionOf(filter);
      return Number(database.get(`select count(*) as n from pins where ${sql}`, ...values)?.n ?? 0);
    },
    matching: async (filter) => matching(filter),
    currencies: async () => database.all(currencies).map(({ currency }) => String(currency)),
    patch: async (id, change, expectedVersion) =>
      database.transaction(() => {
        const row = byId(id);
        if (!row || row.deleted_at !== null) throw new BowerbirdError("PIN_NOT_FOUND", { id });
        const seq = Number(row.seq);
        if (expectedVersion !== undefined && expectedVersion !== Number(row.version)) {
          throw new BowerbirdError("VERSION_CONFLICT", {
            what: `pin ${id}`,
            actual: Number(row.version),
            expected: expectedVersion,
          });
        }
        writeWords(seq, parseWords(change));
        if (change.boards) boards.set(seq, change.boards, String(row.owner));
        markChanged(seq);
        return pinOf(bySeq(seq) ?? row);
      }),
    remove: async (ids) => setDeleted(ids, clock.now()),
    restore: async (ids) => setDeleted(ids, null),
    hasSource: async (source) =>
      database.get("select 1 from pin_sources where source = ? limit 1", source.toWellFormed()) !== undefined,
    setGroup: async (ids, group) =>
      database.transaction(() => {
        database.run(
          "update pins set near_group = ?, revision = ? where id in (select value from json_each(?))",
          ...[group, database.nextRevision(), JSON.stringify(ids)],
        );
      }),
    sample: async (count) => {
      const highest = Number(database.get("select max(seq) as last from pins")?.last ?? 0);
      const step = Math.max(1, Math.floor(highest / count));
      return [
        ...database.numbers(
          "select seq from pins where deleted_at is null and seq % ? = 0 order by seq limit ?",
          ...[step, count],
        ),
      ];
    },
    boards: async () => boards.list(),
  };
}
