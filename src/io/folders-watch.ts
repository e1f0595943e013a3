/** A folder followed: pictures that are added or changed, in portions, until told to stop. */
import { basename, join, relative, sep } from "node:path";
import { watch } from "chokidar";
import type { Settings } from "../core/settings.ts";
import { type Found, isLeftBehind } from "../ingest/sources.ts";
import { fileItem, isPictureFile } from "./folders.ts";

/** Files come once their size has been still for `stillMilliseconds`. */
export async function* watchFolder(
  folder: string,
  bounds: Pick<Settings, "ingest.megabytes">,
  signal: AbortSignal,
  stillMilliseconds = 500,
): AsyncIterable<readonly Found[]> {
  let waiting: string[] = [];
  let wake: () => void = () => {};
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => isLeftBehind(relative(folder, path).split(sep).join("/")),
    awaitWriteFinish: { stabilityThreshold: stillMilliseconds, pollInterval: stillMilliseconds / 5 },
  });
  const take = (path: string): void => {
    waiting.push(path);
    wake();
  };
  watcher.on("add", take).on("change", take);
  signal.addEventListener("abort", () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      if (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const paths = waiting;
      waiting = [];
      const found: Found[] = [];
      for (const path of paths) {
        const name = join(basename(folder), relative(folder, path)).split(sep).join("/");
        if (await isPictureFile(path)) found.push(fileItem(path, name, bounds));
      }
      if (found.length > 0) yield found;
    }
  } finally {
    await watcher.close();
  }
}
