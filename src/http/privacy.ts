/**
 * Whether what a browser does may be recorded under a name. It may not when the browser asks not to be tracked, when its
 * person keeps no history, or as `events.consent` and the answer in the browser's cookie say. Programs with a key name
 * people themselves and answer for it.
 */
import type { FastifyRequest } from "fastify";
import type { Asked } from "./asked.ts";

/** Set by the page when someone answers: `granted` or `denied`. */
const consentCookie = "bowerbird_consent";

/** Do-Not-Track or Global Privacy Control: what this browser looks at is not recorded. */
export function privacySignal(request: FastifyRequest): boolean {
  return request.headers["sec-gpc"] === "1" || request.headers.dnt === "1";
}

/** What may be named in events that a request sends. */
export interface Naming {
  readonly nameless: boolean;
  /** Only events that say their person granted it name anybody. */
  readonly needsConsent: boolean;
}

type About = Pick<Asked, "engine" | "request" | "caller">;

export function namingOf({ engine, request, caller }: About): Naming {
  const mode = caller.who.startsWith("key:") ? "on" : engine.settings["events.consent"];
  const answer = request.cookies[consentCookie];
  const refused = privacySignal(request) || caller.person?.history === false || answer === "denied";
  return { nameless: refused || mode === "off", needsConsent: mode === "ask" && answer !== "granted" };
}

/** Of what the server itself records: there is nobody but the cookie to ask. */
export function isNameless(about: About): boolean {
  const { nameless, needsConsent } = namingOf(about);
  return nameless || needsConsent;
}
