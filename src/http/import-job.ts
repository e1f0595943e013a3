/** An import as a job: it runs beside the requests, and whoever listens sees how far it is. */
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { Job } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import type { Happenings } from "./happenings.ts";
export async function startImport(
  engine: Engine,
  happenings: Happenings,
  input: { source: string; board?: string | undefined },
  who: string,
): Promise<Job> {
  throw new BowerbirdError("NOT_READY", { what: "imports" });
}
