/** Errors as RFC 9457 problem details: one shape for every refusal. */
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import type { ProblemView } from "./contract/views.ts";
import { mostFiles } from "./protection.ts";

export const problemType = "application/problem+json";

/** Characters of one part of an address, such as an id. */
export const longestPart = 500;

/** The server's own limits, for sentences about them. */
type Limits = Pick<Settings, "server.bodyMegabytes">;

export function problemOf(thrown: unknown, requestId: string, limits: Limits): ProblemView {
  const error = fromFramework(thrown, limits) ?? toBowerbirdError(thrown);
  const details = Object.fromEntries(
    Object.entries(error.details).map(([name, value]) => [name, value ?? null] as const),
  );
  return {
    type: `/docs/errors#${error.code}`,
    title: error.code.toLowerCase().replaceAll("_", " "),
    status: error.status,
    detail: error.message,
    code: error.code,
    remedy: error.remedy,
    instance: requestId,
    details,
  };
}

/** Fastify and its plug-ins refuse in words of their own. */
function fromFramework(thrown: unknown, limits: Limits): BowerbirdError | null {
  if (thrown instanceof BowerbirdError || !(thrown instanceof Error)) return null;
  const status = "statusCode" in thrown ? Number(thrown.statusCode) : 500;
  const code = "code" in thrown ? String(thrown.code) : "";
  if (status === 413) return new BowerbirdError("BODY_TOO_LARGE", { bound: boundOf(code, limits) });
  if (status === 414) return new BowerbirdError("ADDRESS_TOO_LONG", { bound: `${longestPart} characters` });
  if (status === 415) return new BowerbirdError("MEDIA_TYPE_UNSUPPORTED");
  if (status >= 400 && status < 500) {
    return new BowerbirdError("BAD_INPUT", { what: "the request", why: lowerFirst(thrown.message) });
  }
  return null;
}

function boundOf(code: string, limits: Limits): string {
  if (code === "FST_FILES_LIMIT") return `${mostFiles} pictures at once`;
  return `${limits["server.bodyMegabytes"]} MB`;
}

export function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
