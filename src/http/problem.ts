/** Errors as RFC 9457 problem details: one shape for every refusal. */
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import type { ProblemView } from "./contract/views.ts";

export const problemType = "application/problem+json";

/** The server's own limits, for sentences about them. */
type Limits = Pick<Settings, "server.bodyMegabytes" | "server.requestsPerMinute">;

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

/** Fastify and its plug-ins refuse with codes of their own. */
function fromFramework(thrown: unknown, limits: Limits): BowerbirdError | null {
  if (thrown instanceof BowerbirdError || !(thrown instanceof Error)) return null;
  const status = "statusCode" in thrown ? Number(thrown.statusCode) : 500;
  const code = "code" in thrown ? String(thrown.code) : "";
  if (status === 413 || code === "FST_REQ_FILE_TOO_LARGE") {
    return new BowerbirdError("BODY_TOO_LARGE", { bound: `${limits["server.bodyMegabytes"]} MB` });
  }
  if (status === 429) {
    return new BowerbirdError("TOO_MANY_REQUESTS", { max: limits["server.requestsPerMinute"], seconds: 60 });
  }
  if (status >= 400 && status < 500) {
    return new BowerbirdError("BAD_INPUT", { what: "the request", why: thrown.message });
  }
  return null;
}
