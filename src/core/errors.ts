/**
 * The one error table, its rows by subject in `error-rows/`. Every refusal a person can meet is a row: code, HTTP status, CLI exit code, a sentence
 * that says what happened, and one that says what to do. A code never changes its meaning; `docs/errors.md` is held
 * equal to this table by `test/docs.test.ts`.
 *
 * Exit codes: 1 a fault of ours, 2 bad input, 3 not found, 4 something needed is missing or unavailable,
 * 5 not allowed, 6 in conflict with something else.
 */

import type { ErrorRow } from "./error-rows/error-row.ts";
import { eventErrors } from "./error-rows/events.ts";
import { machineErrors } from "./error-rows/machine.ts";
import { peopleErrors } from "./error-rows/people.ts";
import { pictureErrors } from "./error-rows/pictures.ts";
import { requestErrors } from "./error-rows/requests.ts";
import { statisticsErrors } from "./error-rows/statistics.ts";

export const errorTable = {
  ...requestErrors,
  ...peopleErrors,
  ...pictureErrors,
  ...machineErrors,
  ...statisticsErrors,
  ...eventErrors,
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What decision code throws. It knows nothing of HTTP or the terminal; those read the table. */
export class BowerbirdError extends Error {
  override readonly name = "BowerbirdError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(errorTable[code][2], details), options);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorTable[this.code][0];
  }

  get exitCode(): number {
    return errorTable[this.code][1];
  }

  /** What the person can do about it. */
  get remedy(): string {
    return fill(errorTable[this.code][3], this.details);
  }
}

/** Any thrown thing as a row of the table; what is unknown becomes INTERNAL with its cause kept for the log. */
export function toBowerbirdError(thrown: unknown): BowerbirdError {
  if (thrown instanceof BowerbirdError) return thrown;
  const path = thrown instanceof Error && "path" in thrown ? String(thrown.path) : "the data folder";
  switch (troubleOf(thrown)) {
    case "full":
      return new BowerbirdError("DISK_FULL", { path }, { cause: thrown });
    case "read-only":
      return new BowerbirdError("DATA_READ_ONLY", { path }, { cause: thrown });
    case "damaged":
      return new BowerbirdError(
        "DATA_CORRUPT",
        { what: "the state", why: messageOf(thrown) },
        { cause: thrown },
      );
    default:
      return new BowerbirdError("INTERNAL", {}, { cause: thrown });
  }
}

/** What the system or SQLite (its primary result codes) says is wrong with the disk. */
function troubleOf(thrown: unknown): "full" | "read-only" | "damaged" | null {
  if (!(thrown instanceof Error)) return null;
  const system = "code" in thrown ? String(thrown.code) : "";
  const sqlite = "errcode" in thrown ? Number(thrown.errcode) & 0xff : 0;
  if (system === "ENOSPC" || system === "EDQUOT" || sqlite === 13) return "full";
  if (system === "EROFS" || system === "EACCES" || system === "EPERM" || sqlite === 8) return "read-only";
  return sqlite === 11 || sqlite === 26 ? "damaged" : null;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?"));
}
