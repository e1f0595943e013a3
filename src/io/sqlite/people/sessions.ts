/** Sessions and one-time sign-in links in SQLite. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { Person } from "../../../core/nouns.ts";
import type { PeopleStore, Session } from "../../../core/people.ts";
import type { Database, Row } from "../database.ts";
import { hashOf, newSecret } from "./secrets.ts";

type Sessions = Pick<
  PeopleStore,
  | "createSignInLink"
  | "redeemSignInLink"
  | "openSession"
  | "personOfSession"
  | "endSession"
  | "listSessions"
  | "endSessions"
>;

/** A session's use is written at most once an hour, so that reading pages does not write to the disk. */
const noteUseEvery = 3_600_000;
const deviceLength = 200;

/** Milliseconds a session lasts without use. */
export interface SessionLength {
  readonly account: number;
  readonly anonymous: number;
}

export function sqliteSessions(
  database: Database,
  clock: Clock,
  { account, anonymous }: SessionLength,
  personOf: (id: string) => Person | null,
): Sessions {
  const lastingOf = (person: Person | null): number => (person?.anonymous ? anonymous : account);
  const open = (person: string, device: string): string => {
    const secret = newSecret();
    const now = clock.now();
    database.run("delete from sessions where expires_at < ?", now);
    database.run(
      "insert into sessions values (?, ?, ?, ?, ?, ?, ?)",
      ...[
        hashOf(secret),
        randomBytes(8).toString("hex"),
        person,
        device.slice(0, deviceLength).toWellFormed(),
      ],
      ...[now, now, now + lastingOf(personOf(person))],
    );
    return secret;
  };
  const known = (id: string): void => {
    if (!personOf(id)) throw new BowerbirdError("PERSON_NOT_FOUND", { id });
  };

  return {
    createSignInLink: async (person, validMilliseconds) => {
      known(person);
      const secret = newSecret();
      const expires = clock.now() + validMilliseconds;
      database.run("insert into sign_in_links values (?, ?, ?)", hashOf(secret), person, expires);
      return secret;
    },
    redeemSignInLink: async (secret, device = "") =>
      database.transaction(() => {
        const row = database.get("delete from sign_in_links where hash = ? returning *", hashOf(secret));
        const person = row && Number(row.expires_at) > clock.now() ? personOf(String(row.person)) : null;
        if (!person) throw new BowerbirdError("BAD_SIGN_IN");
        return { person, session: open(person.id, device) };
      }),
    openSession: async (person, device) =>
      database.transaction(() => {
        known(person);
        return open(person, device);
      }),
    personOfSession: async (session) => {
      const now = clock.now();
      const hash = hashOf(session);
      const row = database.get(
        "select person, expires_at from sessions where hash = ? and expires_at > ?",
        ...[hash, now],
      );
      if (!row) return null;
      const person = personOf(String(row.person));
      const lasting = lastingOf(person);
      if (Number(row.expires_at) < now + lasting - noteUseEvery) {
        const renewed = [now, now + lasting, hash];
        database.run("update sessions set used_at = ?, expires_at = ? where hash = ?", ...renewed);
      }
      return person;
    },
    endSession: async (session) => {
      database.run("delete from sessions where hash = ?", hashOf(session));
    },
    listSessions: async (person, secret) => {
      const rows = database.all(
        "select * from sessions where person = ? and expires_at > ? order by used_at desc, id",
        ...[person, clock.now()],
      );
      const hash = secret === undefined ? null : hashOf(secret);
      const current = rows.find((row) => row.hash === hash);
      return { items: rows.map(readSession), current: current ? String(current.id) : null };
    },
    endSessions: async (person, which) => {
      const one = "id" in which;
      const sql = `delete from sessions where person = ? and ${one ? "id = ?" : "hash <> ?"}`;
      const value = one ? which.id : which.allBut === null ? "" : hashOf(which.allBut);
      return database.run(sql, person, value).changes;
    },
  };
}

export function readSession(row: Row): Session {
  return {
    id: String(row.id),
    device: String(row.device),
    createdAt: Number(row.created_at),
    usedAt: Number(row.used_at),
    expiresAt: Number(row.expires_at),
  };
}
