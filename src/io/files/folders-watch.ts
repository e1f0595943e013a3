/** A folder followed: pictures that are added or changed, in portions, until told to stop. */
import { lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { watch } from "chokidar";
import { BowerbirdError } from "../../core/errors.ts";
import type { Settings } from "../../core/settings.ts";
import type { FollowedFolder } from "../../ingest/follow.ts";
import { type Found, isLeftBehind } from "../../ingest/sources.ts";
import { fileItem, isPictureFile } from "./folders.ts";

type Bounds = Pick<Settings, "ingest.megabytes">;

/** Files come once their size has been still for `stillMilliseconds`. @throws BAD_INPUT for what is no folder */
export function followFolder(
  path: string,
  bounds: Bounds,
  signal: AbortSignal,
  stillMilliseconds = 500,
): FollowedFolder {
  const folder = resolve(path);
  const isOther = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false;
  if (isOther || /^https?:/i.test(path)) {
    throw new BowerbirdError("BAD_INPUT", { what: "following", why: `${basename(path)} is no folder` });
  }
  const waiting: string[] = [];
  let wake: () => void = () => {};
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (below) =>
      isLeftBehind(relative(folder, below).split(sep).join("/")) || leadsInCircles(folder, below),
    awaitWriteFinish: { stabilityThreshold: stillMilliseconds, pollInterval: stillMilliseconds / 5 },
  });
  const take = (file: string): void => {
    waiting.push(file);
    wake();
  };
  // Of what cannot be looked at, such as a folder that is taken away, nothing comes.
  watcher
    .on("add", take)
    .on("change", take)
    .on("error", () => {});
  signal.addEventListener("abort", () => wake(), { once: true });
  const found = async function* (): AsyncIterable<readonly Found[]> {
    try {
      while (!signal.aborted) {
        if (waiting.length > 0) yield await picturesOf(folder, waiting.splice(0), bounds);
        else {
          await new Promise<void>((woken) => {
            wake = woken;
          });
        }
      }
    } finally {
      await watcher.close();
    }
  };
  // A folder that cannot be watched is met by the import, which says why.
  const ready = new Promise<void>((done) => watcher.once("ready", done).once("error", () => done()));
  return { ready, found: found() };
}

/** A link to a folder that it lies in, by whatever way, or to nothing. */
function leadsInCircles(folder: string, path: string): boolean {
  try {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
    const target = realpathSync(path);
    for (let above = dirname(path); above.length >= folder.length; above = dirname(above)) {
      if (realpathSync(above) === target) return true;
    }
    return false;
  } catch {
    return true;
  }
}

async function picturesOf(folder: string, paths: readonly string[], bounds: Bounds): Promise<Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    const name = join(basename(folder), relative(folder, path)).split(sep).join("/");
    if (await isPictureFile(path)) found.push(fileItem(path, name, bounds));
  }
  return found;
}
