/** Accounts, sessions, one-time links and API keys in SQLite. Secrets are kept as SHA-256 only; each holds 256 random bits. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { ApiKey, Person, Role } from "../../core/nouns.ts";
import type { PeopleStore } from "../../core/ports.ts";
import type { Database, Row } from "./database.ts";

const keyPrefix = "bb_";

/** @param sessionMilliseconds how long a session lasts without use. */
export function sqlitePeople(database: Database, clock: Clock, sessionMilliseconds: number): PeopleStore {
  const find = (id: string): Person | null => {
    const row = database.get("select * from people where id = ?", id);
    return row ? readPerson(row) : null;
  };
  const known = (id: string): Person => {
    const person = find(id);
    if (!person) throw new BowerbirdError("PERSON_NOT_FOUND", { id });
    return person;
  };

  return {
    create: async ({ name, email, role }) => {
      const id = randomUUID();
      refuseTaken(email, () =>
        database.run("insert into people values (?, ?, ?, ?, ?)", id, name, email, role, clock.now()),
      );
      return known(id);
    },
    read: async (id) => find(id),
    list: async () => database.all("select * from people order by created_at, id").map(readPerson),
    patch: async (id, change) => {
      const { name, email, role } = { ...known(id), ...change };
      refuseTaken(email, () =>
        database.run("update people set name = ?, email = ?, role = ? where id = ?", name, email, role, id),
      );
      return known(id);
    },
    remove: async (id) => {
      known(id);
      database.run("delete from people where id = ?", id);
    },
    createSignInLink: async (person, validMilliseconds) => {
      known(person);
      const secret = newSecret();
      const expires = clock.now() + validMilliseconds;
      database.run("insert into sign_in_links values (?, ?, ?)", hashOf(secret), person, expires);
      return secret;
    },
    redeemSignInLink: async (secret) =>
      database.transaction(() => {
        const row = database.get("delete from sign_in_links where hash = ? returning *", hashOf(secret));
        const person = row && Number(row.expires_at) > clock.now() ? find(String(row.person)) : null;
        if (!person) throw new BowerbirdError("BAD_SIGN_IN");
        const session = newSecret();
        const expires = clock.now() + sessionMilliseconds;
        database.run("delete from sessions where expires_at < ?", clock.now());
        database.run("insert into sessions values (?, ?, ?)", hashOf(session), person.id, expires);
        return { person, session };
      }),
    personOfSession: async (session) => {
      const now = clock.now();
      const hash = hashOf(session);
      const row = database.get(
        "select person, expires_at from sessions where hash = ? and expires_at > ?",
        hash,
        now,
      );
      if (!row) return null;
      // Written at most once an hour, so that reading pages does not write to the disk.
      if (Number(row.expires_at) < now + sessionMilliseconds - 3_600_000) {
        database.run("update sessions set expires_at = ? where hash = ?", now + sessionMilliseconds, hash);
      }
      return find(String(row.person));
    },
    endSession: async (session) => {
      database.run("delete from sessions where hash = ?", hashOf(session));
    },
    createKey: async ({ name, role, createdBy }) => {
      const id = randomUUID();
      const secret = keyPrefix + newSecret();
      database.run(
        "insert into api_keys values (?, ?, ?, ?, ?, ?, null, null)",
        ...[id, hashOf(secret), name, role, createdBy, clock.now()],
      );
      const row = database.get("select * from api_keys where id = ?", id);
      if (!row) throw new BowerbirdError("KEY_NOT_FOUND", { id });
      return { key: readKey(row), secret };
    },
    keyOfSecret: async (secret) => {
      const row = database.get(
        "select * from api_keys where hash = ? and revoked_at is null",
        hashOf(secret),
      );
      if (!row) return null;
      if (clock.now() - Number(row.last_used_at ?? 0) > 60_000) {
        database.run("update api_keys set last_used_at = ? where id = ?", clock.now(), row.id);
      }
      return readKey(row);
    },
    listKeys: async () => database.all("select * from api_keys order by created_at, id").map(readKey),
    revokeKey: async (id) => {
      const { changes } = database.run("update api_keys set revoked_at = ? where id = ?", clock.now(), id);
      if (changes === 0) throw new BowerbirdError("KEY_NOT_FOUND", { id });
    },
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

function readPerson(row: Row): Person {
  return {
    id: String(row.id),
    name: String(row.name),
    email: String(row.email),
    role: String(row.role) as Role,
    createdAt: Number(row.created_at),
  };
}

function readKey(row: Row): ApiKey {
  return {
    id: String(row.id),
    name: String(row.name),
    role: String(row.role) as Role,
    createdBy: String(row.created_by),
    createdAt: Number(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  };
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
