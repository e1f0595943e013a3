/** A person as a whole in SQLite: two profiles become one, one is handed out, one is forgotten. Each in one commit. */
import type { Clock } from "../../core/clock.ts";
import { BowerbirdError } from "../../core/errors.ts";
import { ownerOfPerson, type PersonCounts, type PrivacyStore } from "../../core/people.ts";
import { mergeSaves } from "./boards/boards.ts";
import type { Database, Row } from "./database.ts";
import { readPerson } from "./people/people.ts";
import { archiveOf } from "./people/person-archive.ts";

const nobody = "erased";
/** Tables with an owner whose rows change hands, or go, as they are. */
const belongings = ["follows", "hides", "reports", "past_searches", "saved_searches"];

export function sqlitePrivacy(database: Database, clock: Clock): PrivacyStore {
  const known = (id: string): Row => {
    const row = database.get("select * from people where id = ?", id);
    if (!row) throw new BowerbirdError("PERSON_NOT_FOUND", { id });
    return row;
  };
  const count = (id: string): PersonCounts => countsOf(database, id);

  return {
    merge: async (from, into) =>
      database.transaction(() => {
        known(into);
        if (!readPerson(known(from)).anonymous) {
          throw new BowerbirdError("BAD_INPUT", { what: "the profile", why: "it is an account already" });
        }
        const counts = count(from);
        mergeBoards(database, ownerOfPerson(from), ownerOfPerson(into));
        mergeRest(database, from, into);
        database.run("update merged_people set into_id = ? where into_id = ?", into, from);
        database.run("insert into merged_people values (?, ?, ?)", from, into, clock.now());
        database.run("delete from people where id = ?", from);
        return counts;
      }),
    profilesOf: async (id) => profilesOf(database, id),
    unreachable: async () =>
      database
        .all(
          `select id from people where email is null
           and not exists (select 1 from sessions where person = people.id and expires_at > ?)
           and not exists (select 1 from boards
             where owner = 'person:' || people.id and privacy <> 'private' and deleted_at is null)`,
          clock.now(),
        )
        .map((row) => String(row.id)),
    count: async (id) => {
      known(id);
      return count(id);
    },
    archive: async (id) => archiveOf(database, known(id)),
    erase: async (id, { pictures = false } = {}) =>
      database.transaction(() => {
        known(id);
        const counts = count(id);
        erasePerson(database, id, pictures ? clock.now() : null);
        return counts;
      }),
  };
}

function profilesOf(database: Database, id: string): readonly string[] {
  const merged = database.all("select id from merged_people where into_id = ? order by at, id", id);
  return [id, ...merged.map((row) => String(row.id))];
}

function countsOf(database: Database, id: string): PersonCounts {
  const owner = ownerOfPerson(id);
  const n = (sql: string, value: string): number =>
    Number(database.get(`select count(*) as n from ${sql}`, value)?.n);
  return {
    boards: n("boards where owner = ? and deleted_at is null", owner),
    saves: n(
      `saves join boards on boards.seq = board
       where boards.owner = ? and boards.deleted_at is null and removed_at is null`,
      owner,
    ),
    follows: n("follows where owner = ?", owner),
    hides: n("hides where owner = ?", owner),
    reports: n("reports where owner = ?", owner),
    sessions: n("sessions where person = ?", id),
    pictures: n("pins where owner = ? and deleted_at is null", owner),
    pastSearches: n("past_searches where owner = ?", owner),
    savedSearches: n("saved_searches where owner = ?", owner),
  };
}

/** A board whose name the other owner has already becomes part of that one; every other just changes hands. */
function mergeBoards(database: Database, from: string, into: string): void {
  for (const board of database.all("select * from boards where owner = ? order by seq", from)) {
    const same = database.get(
      "select * from boards where owner = ? and name = ? and deleted_at is null",
      ...[into, board.name],
    );
    if (same && board.deleted_at === null) {
      mergeSaves(database, board, same);
      database.run("delete from boards where seq = ?", board.seq);
    } else {
      database.run("update boards set owner = ? where seq = ?", into, board.seq);
    }
  }
  database.run("update saves set saved_by = ? where saved_by = ?", into, from);
}

function mergeRest(database: Database, from: string, into: string): void {
  const [owner, newOwner] = [ownerOfPerson(from), ownerOfPerson(into)];
  for (const table of belongings) {
    database.run(`update or ignore ${table} set owner = ? where owner = ?`, newOwner, owner);
    database.run(`delete from ${table} where owner = ?`, owner);
  }
  database.run(
    "update or ignore follows set subject = ? where kind = 'person' and subject = ?",
    ...[into, from],
  );
  database.run("delete from follows where kind = 'person' and subject = ?", from);
  database.run("delete from follows where kind = 'person' and owner = ? and subject = ?", newOwner, into);
  database.run("update or ignore board_collaborators set person = ? where person = ?", into, from);
  database.run("update pins set owner = ? where owner = ?", newOwner, owner);
}

/** @param picturesAt when their pictures go too, the time of it; null leaves them without a name. */
function erasePerson(database: Database, id: string, picturesAt: number | null): void {
  const owner = ownerOfPerson(id);
  database.run(
    "delete from follows where kind = 'board' and subject in (select id from boards where owner = ?)",
    owner,
  );
  database.run("delete from boards where owner = ?", owner);
  database.run("update saves set saved_by = ?, note = '' where saved_by = ?", nobody, owner);
  for (const table of belongings) database.run(`delete from ${table} where owner = ?`, owner);
  database.run("delete from follows where kind = 'person' and subject = ?", id);
  if (picturesAt !== null) {
    database.run(
      "update pins set deleted_at = ?, revision = ? where owner = ? and deleted_at is null",
      ...[picturesAt, database.nextRevision(), owner],
    );
  }
  database.run("update pins set owner = ? where owner = ?", nobody, owner);
  database.run("update jobs set created_by = ? where created_by = ?", nobody, owner);
  database.run("update api_keys set created_by = ? where created_by = ?", nobody, owner);
  for (const who of profilesOf(database, id)) {
    const named = ownerOfPerson(who);
    database.run("delete from remembered_answers where who = ?", named);
    database.run("update audit set who = ? where who = ?", nobody, named);
    database.run("update audit set subject = ?, detail = '' where subject = ?", nobody, who);
  }
  // Sessions, links, collaborations and merged profiles go with the row.
  database.run("delete from people where id = ?", id);
}
