/** Errors as RFC 9457 problem details: one shape for every refusal. */
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { ProblemView } from "./contract/views.ts";

export const problemType = "application/problem+json";

/** @param bounds what the server's own limits are, for sentences about them. */
export function problemOf(
  thrown: unknown,
  requestId: string,
  bounds: { readonly megabytes: number; readonly requestsPerMinute: number },
): ProblemView {
  const error = fromFramework(thrown, bounds) ?? toBowerbirdError(thrown);
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
function fromFramework(
  thrown: unknown,
  bounds: { megabytes: number; requestsPerMinute: number },
): BowerbirdError | null {
  if (thrown instanceof BowerbirdError || !(thrown instanceof Error)) return null;
  const status = "statusCode" in thrown ? Number(thrown.statusCode) : 500;
  const code = "code" in thrown ? String(thrown.code) : "";
  if (status === 413 || code === "FST_REQ_FILE_TOO_LARGE") {
    return new BowerbirdError("BODY_TOO_LARGE", { bound: `${bounds.megabytes} MB` });
  }
  if (status === 429) {
    return new BowerbirdError("TOO_MANY_REQUESTS", { max: bounds.requestsPerMinute, seconds: 60 });
  }
  if (status >= 400 && status < 500) {
    return new BowerbirdError("BAD_INPUT", { what: "the request", why: thrown.message });
  }
  return null;
}
