/** The border: loose values become what a route's schema says, or a refusal that names the place. */
import type { z } from "zod";
import { BowerbirdError } from "../core/errors.ts";

/** @throws BAD_INPUT naming the first thing that is wrong */
export function parseAs<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? `${what}.${issue.path.join(".")}` : what;
  throw new BowerbirdError("BAD_INPUT", { what: place, why: issue?.message ?? "it does not fit" });
}

/** @throws BAD_INPUT */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BowerbirdError("BAD_INPUT", { what, why: "it is not JSON" }, { cause });
  }
}
