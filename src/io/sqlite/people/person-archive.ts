/** Everything the state holds about a person, read for them: times as ISO 8601, no secrets and no hashes. */
import { ownerOfPerson, type PersonArchive } from "../../../core/people.ts";
import type { Database, Row, SqlValue } from "../database.ts";
import { readPerson } from "./people.ts";
import { readSession } from "./sessions.ts";

const iso = (value: SqlValue): string | null =>
  value === null ? null : new Date(Number(value)).toISOString();

export function archiveOf(database: Database, row: Row): PersonArchive {
  const person = readPerson(row);
  const owner = ownerOfPerson(person.id);
  return {
    person,
    sessions: database
      .all("select * from sessions where person = ? order by created_at, id", person.id)
      .map(readSession),
    boards: database
      .all("select * from boards where owner = ? and deleted_at is null order by position, seq", owner)
      .map((board) => archiveBoard(database, board)),
    follows: database
      .all("select kind, subject, at from follows where owner = ? order by at", owner)
      .map(({ kind, subject, at }) => ({ kind, subject, at: iso(at) })),
    hides: database
      .all(
        "select pins.id, reason, at from hides join pins using (seq) where hides.owner = ? order by at",
        owner,
      )
      .map(({ id, reason, at }) => ({ pin: id, reason, at: iso(at) })),
    reports: database
      .all(
        "select pins.id, reason, words, at from reports join pins using (seq) where reports.owner = ? order by at",
        owner,
      )
      .map(({ id, reason, words, at }) => ({ pin: id, reason, words, at: iso(at) })),
    pastSearches: database
      .all("select words, at from past_searches where owner = ? order by at", owner)
      .map(({ words, at }) => ({ words, at: iso(at) })),
    savedSearches: database
      .all("select * from saved_searches where owner = ? order by seq", owner)
      .map((search) => archiveSearch(database, search)),
    pictures: database
      .all("select id from pins where owner = ? and deleted_at is null order by seq", owner)
      .map(({ id }) => String(id)),
  };
}

function archiveSearch(database: Database, search: Row): Record<string, unknown> {
  const noticed = database.all(
    "select pins.id, at from search_matches join pins using (seq) where search = ? order by at",
    search.seq,
  );
  return {
    ...{ id: search.id, name: search.name, words: search.words, filter: JSON.parse(String(search.filter)) },
    createdAt: iso(search.created_at),
    noticed: noticed.map(({ id, at }) => ({ pin: id, at: iso(at) })),
  };
}

function archiveBoard(database: Database, board: Row): Record<string, unknown> {
  const { seq, id, name, description, privacy } = board;
  const sections = database.all(
    "select name from sections where board = ? and deleted_at is null order by position",
    seq,
  );
  const saves = database.all(
    `select pins.id, pins.title, pins.link, sections.name as section, note, saved_at
     from saves join pins using (seq) left join sections on sections.seq = section and sections.deleted_at is null
     where saves.board = ? and removed_at is null order by saves.position, saves.seq`,
    seq,
  );
  return {
    ...{ id, name, description, privacy },
    createdAt: iso(board.created_at),
    archivedAt: iso(board.archived_at),
    sections: sections.map((section) => section.name),
    pins: saves.map(({ id: pin, title, link, section, note, saved_at }) => ({
      ...{ pin, title, link, section, note },
      savedAt: iso(saved_at),
    })),
  };
}
