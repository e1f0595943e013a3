/** Accounts and anonymous visitors in SQLite, with their sessions and keys. Passwords are kept as scrypt hashes. */
import { randomUUID } from "node:crypto";
import { parseName } from "../../../catalog/names.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { Person, Role } from "../../../core/nouns.ts";
import type { PeopleStore } from "../../../core/people.ts";
import { hashPassword, passwordFits } from "../../passwords.ts";
import type { Database, Row } from "../database.ts";
import { sqliteKeys } from "./keys.ts";
import { type SessionLength, sqliteSessions } from "./sessions.ts";

/** @param lasting milliseconds a session lasts without use. */
export function sqlitePeople(database: Database, clock: Clock, lasting: SessionLength): PeopleStore {
  const rowOf = (id: string): Row | undefined => database.get("select * from people where id = ?", id);
  const find = (id: string): Person | null => {
    const row = rowOf(id);
    return row ? readPerson(row) : null;
  };
  const known = (id: string): Person => {
    const person = find(id);
    if (!person) throw new BowerbirdError("PERSON_NOT_FOUND", { id });
    return person;
  };
  const insert = (name: string, email: string | null, role: Role, history: boolean): Person => {
    const id = randomUUID();
    refuseTaken(email ?? "", () =>
      database.run(
        "insert into people values (?, ?, ?, ?, null, ?, ?)",
        ...[id, name, email, role, Number(history), clock.now()],
      ),
    );
    return known(id);
  };
  const countOf = (where: string): number =>
    Number(database.get(`select count(*) as n from people where ${where}`)?.n ?? 0);

  return {
    create: async ({ name, email, role }) => insert(parseName(name, "the name"), email, role, true),
    createAnonymous: async (history) => insert("", null, "none", history),
    signUp: async (anonymous, { name, email, role, password }) => {
      const hash = await hashPassword(password);
      const plainName = parseName(name, "the name");
      if (!known(anonymous).anonymous) throw new BowerbirdError("ALREADY_SIGNED_UP");
      refuseTaken(email, () =>
        database.run(
          "update people set name = ?, email = ?, role = ?, password = ? where id = ?",
          ...[plainName, email, role, hash, anonymous],
        ),
      );
      return known(anonymous);
    },
    read: async (id) => find(id),
    find: async (idOrEmail) => {
      const row = rowOf(idOrEmail) ?? database.get("select * from people where email = ?", idOrEmail);
      return row ? readPerson(row) : null;
    },
    withoutHistory: async (ids) =>
      new Set(
        database
          .all(
            "select id from people where history = 0 and id in (select value from json_each(?))",
            JSON.stringify(ids),
          )
          .map((row) => String(row.id)),
      ),
    list: async () =>
      database.all("select * from people where email is not null order by created_at, id").map(readPerson),
    count: async () => ({
      accounts: countOf("email is not null"),
      anonymous: countOf("email is null"),
    }),
    patch: async (id, change) => {
      const before = known(id);
      const { email, role, history } = { ...before, ...change };
      const name = change.name === undefined ? before.name : parseName(change.name, "the name");
      refuseTaken(email, () =>
        database.run(
          "update people set name = ?, email = ?, role = ?, history = ? where id = ?",
          ...[name, before.anonymous ? null : email, role, Number(history), id],
        ),
      );
      return known(id);
    },
    checkPassword: async (email, password) => {
      const row = database.get("select * from people where email = ?", email);
      const stored = row && row.password !== null ? String(row.password) : null;
      const fits = await passwordFits(password, stored);
      if (!row || !fits) throw new BowerbirdError("BAD_SIGN_IN");
      return readPerson(row);
    },
    setPassword: async (id, password) => {
      const hash = await hashPassword(password);
      known(id);
      database.run("update people set password = ? where id = ?", hash, id);
    },
    hasPassword: async (id) => (rowOf(id)?.password ?? null) !== null,
    ...sqliteSessions(database, clock, lasting, find),
    ...sqliteKeys(database, clock),
  };
}

function refuseTaken(email: string, write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (error instanceof Error && /UNIQUE/.test(error.message)) {
      throw new BowerbirdError("NAME_TAKEN", { what: "person", name: email });
    }
    throw error;
  }
}

export function readPerson(row: Row): Person {
  return {
    id: String(row.id),
    name: String(row.name),
    email: row.email === null ? "" : String(row.email),
    role: String(row.role) as Role,
    anonymous: row.email === null,
    history: Number(row.history) === 1,
    createdAt: Number(row.created_at),
  };
}
