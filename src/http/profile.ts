/**
 * The browser's profile: a visitor becomes an anonymous person with the first thing they keep here (a save, a follow, a
 * hide), never by looking; an account is the same profile with a name. The session's cookie says whose browser it is.
 */
import type { FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { Person } from "../core/nouns.ts";
import { csrfToken, sessionCookie } from "./access.ts";
import type { Asked } from "./asked.ts";
import type { SessionView } from "./contract/people.ts";
import { viewPerson } from "./pin-views.ts";
import { privacySignal } from "./privacy.ts";

type Recording = SessionView["recording"];
type About = Pick<Asked, "engine" | "request" | "reply" | "caller">;

/** Who keeps something: `person:ID` or `key:ID`; a visitor's profile begins here. @throws CSRF_REFUSED */
export async function keeperOf(about: About): Promise<string> {
  const { caller, engine, request } = about;
  if (caller.who !== "visitor") return caller.who;
  refuseOtherSites(request);
  const person = await engine.people.createAnonymous(!privacySignal(request));
  keepSession(about, person, await engine.people.openSession(person.id, deviceOf(request)));
  return `person:${person.id}`;
}

/**
 * Signs this browser in as a person. What it did anonymously until now becomes theirs.
 *
 * @param opened the session's secret, where signing in has opened one already
 */
export async function signInAs(about: About, person: Person, opened?: string): Promise<SessionView> {
  const { caller, engine } = about;
  const before = caller.person;
  if (before?.anonymous && before.id !== person.id) await engine.privacy.merge(before.id, person.id);
  else if (caller.session) await engine.people.endSession(caller.session);
  const session = opened ?? (await engine.people.openSession(person.id, deviceOf(about.request)));
  keepSession(about, person, session);
  return sessionOf(about, person, session);
}

export function sessionOf(
  { caller, engine }: Pick<Asked, "engine" | "caller">,
  person: Person | null,
  session: string | null,
): SessionView {
  return {
    person: person && viewPerson(person),
    role: person && !person.anonymous ? person.role : caller.role,
    csrf: session && csrfToken(session),
    signUp: engine.settings["access.signUp"] !== "none" && engine.settings["access.anonymous"] !== "none",
    recording: person?.history === false ? "off" : (engine.settings["events.consent"] as Recording),
  };
}

/** The browser keeps the cookie as long as the session lasts; each visit of the app begins this anew. */
export function keepSession(
  { engine, request, reply }: Pick<About, "engine" | "request" | "reply">,
  { anonymous }: Person,
  session: string,
): void {
  const days = engine.settings[anonymous ? "access.anonymousDays" : "access.sessionDays"];
  reply.setCookie(sessionCookie, session, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: addressOf({ engine, request }).startsWith("https:"),
    maxAge: days * 86_400,
  });
}

/** What people type to come here. */
export function addressOf({ engine, request }: Pick<Asked, "engine" | "request">): string {
  return engine.settings["server.url"].replace(/\/$/, "") || `${request.protocol}://${request.host}`;
}

/** A page of another site must not give this browser another profile. @throws CSRF_REFUSED */
export function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const elsewhere = origin !== undefined && URL.parse(origin)?.host !== request.host;
  if (site === "cross-site" || (site === undefined && elsewhere)) throw new BowerbirdError("CSRF_REFUSED");
}

/** "Firefox on Linux": enough to know one's own browser again. */
export function deviceOf(request: FastifyRequest): string {
  const agent = request.headers["user-agent"] ?? "";
  const first = (names: ReadonlyArray<readonly [RegExp, string]>): string =>
    names.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
  const browser = first([
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = first([
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/Linux/, "Linux"],
  ]);
  return [browser || "A program", system].filter(Boolean).join(" on ");
}
