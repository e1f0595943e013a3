/** A folder imported and then followed: what is added to it is imported too, until told to stop. */
import type { Progress } from "../core/nouns.ts";
import type { Importer, ImportOptions, ImportReport } from "./ingest.ts";
import type { Found } from "./sources.ts";

/** What comes into a folder from the moment that `ready` resolves, in portions, until the signal. */
export interface FollowedFolder {
  readonly ready: Promise<void>;
  readonly found: AsyncIterable<readonly Found[]>;
}

export type FollowFolder = (folder: string, signal: AbortSignal) => FollowedFolder;

/** Looked at from before the import begins, so nothing is missed in between. @throws SOURCE_* DISK_FULL */
export async function importAndFollow(
  importer: Pick<Importer, "importFrom" | "importItems">,
  follow: FollowFolder,
  folder: string,
  options: ImportOptions & { readonly signal: AbortSignal },
  onProgress: (progress: Progress) => void,
): Promise<ImportReport> {
  const { ready, found } = follow(folder, options.signal);
  await ready;
  let report = await importer.importFrom(folder, options, onProgress);
  for await (const portion of found) {
    const before = report;
    const items = (async function* () {
      yield* portion;
    })();
    const opened = { items, total: async () => portion.length };
    const next = await importer.importItems(opened, options, (now) => onProgress(sum(before, now)));
    const failures = [...before.failures, ...next.failures];
    report = { ...sum(before, next), failures, cancelled: next.cancelled };
  }
  return report;
}

function sum(before: Progress, now: Progress): Progress {
  return {
    ...now,
    done: before.done + now.done,
    total: before.total === null || now.total === null ? null : before.total + now.total,
    created: before.created + now.created,
    duplicates: before.duplicates + now.duplicates,
    failed: before.failed + now.failed,
  };
}
