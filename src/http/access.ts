/**
 * Who is asking and whether they may. A Bearer key stands for itself; a cookie session stands for its person and must
 * prove each write came from this site (a token derived from the session); anyone else has the role
 * `access.anonymous`.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import { type ApiKey, type Person, type Role, roles } from "../core/nouns.ts";
import type { PeopleStore } from "../core/people.ts";
import type { RouteShape } from "./contract/route.ts";

export const sessionCookie = "bowerbird_session";

export interface Caller {
  /** For the audit trail and idempotency keys: `person:…`, `key:…` or `visitor`. */
  readonly who: string;
  readonly role: Role;
  /** With the role they have here: an anonymous person has `access.anonymous`. */
  readonly person: Person | null;
  /** The session's secret when a cookie said who it is. */
  readonly session: string | null;
}

export async function callerOf(
  request: FastifyRequest,
  people: Pick<PeopleStore, "keyOfSecret" | "personOfSession">,
  anonymous: Role,
): Promise<Caller> {
  const key = await keyOf(request.headers, people);
  if (key === null) throw new BowerbirdError("NOT_SIGNED_IN");
  if (key) return { who: `key:${key.id}`, role: key.role, person: null, session: null };
  const session = request.cookies[sessionCookie];
  const person = session ? await people.personOfSession(session) : null;
  if (session && person) {
    const role = person.anonymous ? anonymous : person.role;
    return { who: `person:${person.id}`, role, person: { ...person, role }, session };
  }
  return { who: "visitor", role: anonymous, person: null, session: null };
}

/** The key that a request names; null for one that nobody has, undefined where none is named. */
export async function keyOf(
  headers: IncomingHttpHeaders,
  people: Pick<PeopleStore, "keyOfSecret">,
): Promise<ApiKey | null | undefined> {
  const [scheme, secret = ""] = (headers.authorization ?? "").trim().split(/ +/);
  return scheme.toLowerCase() === "bearer" ? people.keyOfSecret(secret) : undefined;
}

/** @throws NOT_SIGNED_IN NOT_ALLOWED CSRF_REFUSED */
export function admit(caller: Caller, route: RouteShape, headers: IncomingHttpHeaders): void {
  if (roles.indexOf(caller.role) < roles.indexOf(route.role)) {
    if (caller.person?.anonymous || caller.who === "visitor") throw new BowerbirdError("NOT_SIGNED_IN");
    throw new BowerbirdError("NOT_ALLOWED", { needed: route.role, actual: caller.role });
  }
  if (caller.session === null || route.method === "GET") return;
  const expected = Buffer.from(csrfToken(caller.session));
  if (route.beacon && isFromHere(headers)) return;
  const token = headers["x-bowerbird-csrf"];
  const given = Buffer.from(typeof token === "string" ? token : "");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new BowerbirdError("CSRF_REFUSED");
  }
}

/** As the browser says itself; over plain http it only names the origin. */
function isFromHere({ "sec-fetch-site": site, origin, host }: IncomingHttpHeaders): boolean {
  return site === undefined
    ? origin !== undefined && URL.parse(origin)?.host === host
    : site === "same-origin";
}

/** Known only to who holds the session; nothing to store. */
export function csrfToken(session: string): string {
  return createHmac("sha256", session).update("bowerbird csrf").digest("base64url");
}
