/**
 * People: accounts and anonymous visitors, how they come back, and everything the state holds about one of them.
 * Whatever belongs to someone names its owner as `person:ID`, `key:ID` or the name of what brought it (`import`).
 */
import type { ApiKey, Person, Role } from "./nouns.ts";

/** A browser that is signed in. Its secret is kept as a hash only. */
export interface Session {
  readonly id: string;
  /** What the browser called itself, shortened. */
  readonly device: string;
  readonly createdAt: number;
  readonly usedAt: number;
  readonly expiresAt: number;
}

export type NewAccount = Pick<Person, "name" | "email" | "role"> & { readonly password: string };

/** Accounts, anonymous visitors, sessions and keys. Secrets are kept as hashes only. */
export interface PeopleStore {
  /** An account that has no password yet: it signs in by link. @throws NAME_TAKEN */
  create(person: { name: string; email: string; role: Role }): Promise<Person>;
  /** A visitor who did something worth keeping. `history`: whether what they look at may be recorded. */
  createAnonymous(history: boolean): Promise<Person>;
  /** The anonymous visitor becomes an account and keeps everything. @throws NAME_TAKEN PERSON_NOT_FOUND */
  signUp(anonymous: string, account: NewAccount): Promise<Person>;
  read(id: string): Promise<Person | null>;
  /** By id or, for accounts, by e-mail address. */
  find(idOrEmail: string): Promise<Person | null>;
  /** Those of these people who want nothing they look at recorded. */
  withoutHistory(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Accounts, the oldest first; anonymous visitors are only counted. */
  list(): Promise<readonly Person[]>;
  count(): Promise<{ accounts: number; anonymous: number }>;
  /** @throws NAME_TAKEN PERSON_NOT_FOUND */
  patch(
    id: string,
    change: { name?: string; email?: string; role?: Role; history?: boolean },
  ): Promise<Person>;
  /** Signs in with e-mail and password; as slow for an unknown address as for a wrong password. @throws BAD_SIGN_IN */
  checkPassword(email: string, password: string): Promise<Person>;
  /** @throws PERSON_NOT_FOUND */
  setPassword(id: string, password: string): Promise<void>;
  hasPassword(id: string): Promise<boolean>;
  /** A secret that signs in once. Returns the secret; only its hash is kept. */
  createSignInLink(personId: string, validMilliseconds: number): Promise<string>;
  /** @throws BAD_SIGN_IN */
  redeemSignInLink(secret: string, device?: string): Promise<{ person: Person; session: string }>;
  /** Returns the session's secret. */
  openSession(personId: string, device: string): Promise<string>;
  personOfSession(session: string): Promise<Person | null>;
  endSession(session: string): Promise<void>;
  /** The latest used first; `current` is the id of the one whose secret is given. */
  listSessions(
    personId: string,
    secret?: string,
  ): Promise<{ items: readonly Session[]; current: string | null }>;
  /** Ends one session of a person, or all but the one whose secret is given. Returns how many. */
  endSessions(personId: string, which: { id: string } | { allBut: string | null }): Promise<number>;
  createKey(key: { name: string; role: Role; createdBy: string }): Promise<{ key: ApiKey; secret: string }>;
  keyOfSecret(secret: string): Promise<ApiKey | null>;
  listKeys(): Promise<readonly ApiKey[]>;
  revokeKey(id: string): Promise<void>;
}

/** How many of each thing were merged, exported or erased. */
export type PersonCounts = Readonly<
  Record<
    | "boards"
    | "saves"
    | "follows"
    | "hides"
    | "reports"
    | "sessions"
    | "pictures"
    | "pastSearches"
    | "savedSearches",
    number
  >
>;

/** Everything the state holds about a person, as one value of plain JSON. No secrets, no hashes. */
export interface PersonArchive {
  readonly person: Person;
  readonly sessions: readonly Session[];
  readonly boards: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly follows: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly hides: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly reports: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly pastSearches: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly savedSearches: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Ids of the pictures they added. */
  readonly pictures: readonly string[];
}

/** A person as a whole: what two profiles become as one, what is handed out, what is forgotten. */
export interface PrivacyStore {
  /**
   * Everything of one person becomes another's, in one commit: boards of the same name become one, nothing is twice.
   * The first person is gone afterwards; `profilesOf` still knows the id. @throws PERSON_NOT_FOUND
   */
  merge(from: string, into: string): Promise<PersonCounts>;
  /** The ids a person had: their own first, then those of anonymous profiles merged into it. */
  profilesOf(id: string): Promise<readonly string[]>;
  /** Anonymous people whose browser cannot come back to them, and who show no board to others. */
  unreachable(): Promise<readonly string[]>;
  /** @throws PERSON_NOT_FOUND */
  count(id: string): Promise<PersonCounts>;
  /** @throws PERSON_NOT_FOUND */
  archive(id: string): Promise<PersonArchive>;
  /**
   * Forgets a person in one commit: account, sessions, boards, saves, follows, hides, reports, searches, kept answers and their
   * name in the audit trail. Pictures they added stay without their name, or go when `pictures` says so.
   * @throws PERSON_NOT_FOUND
   */
  erase(id: string, options?: { pictures?: boolean }): Promise<PersonCounts>;
}

export const ownerOfPerson = (id: string): string => `person:${id}`;

/** The id of the person who is this owner, or null for keys and imports. */
export const personOfOwner = (owner: string): string | null =>
  owner.startsWith("person:") ? owner.slice("person:".length) : null;
