/**
 * Saves the indexes now and then, so that a process that is killed leaves little to make up for at the next start: after
 * so many changed vectors, or so long after the first of them. However large an index is, its saving takes no more than
 * a fiftieth of the time.
 */
import type { Clock } from "../core/clock.ts";
import { toBowerbirdError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import type { IndexKeeper } from "./index-keeper.ts";

export interface IndexSaver {
  /** Why the last save failed; null when it did not. It is tried again each minute. */
  trouble(): string | null;
  /** Saves when it is time to; done by itself every second. Resolves when nothing is being saved. */
  look(): Promise<void>;
  /** Looks no more; resolves when nothing is being saved. */
  stop(): Promise<void>;
}

/** Times that the last save took, until the next one. */
const rest = 49;
const minute = 60_000;
/** Milliseconds. */
const lookEvery = 1000;

export function indexSaver(
  keeper: Pick<IndexKeeper, "unsaved" | "save">,
  settings: Pick<Settings, "index.saveAfter" | "index.saveMinutes">,
  clock: Clock,
): IndexSaver {
  let changedAt: number | null = null;
  let restsUntil = -Infinity;
  let saving: Promise<void> | null = null;
  let trouble: string | null = null;

  const isDue = (now: number): boolean => {
    const { unsaved } = keeper;
    if (unsaved === 0) {
      changedAt = null;
      return false;
    }
    changedAt ??= now;
    const [most, minutes] = [settings["index.saveAfter"], settings["index.saveMinutes"]];
    const isMany = most > 0 && unsaved >= most;
    const isOld = minutes > 0 && now - changedAt >= minutes * minute;
    return now >= restsUntil && (isMany || isOld);
  };
  const save = async (): Promise<void> => {
    const start = clock.now();
    changedAt = null;
    try {
      await keeper.save();
      trouble = null;
      restsUntil = clock.now() + rest * (clock.now() - start);
    } catch (error) {
      // A full disk, say. The index is true without it, and is saved when there is room.
      const { code, message } = toBowerbirdError(error);
      trouble = `${code}: ${message}`;
      restsUntil = clock.now() + minute;
    }
  };
  const look = async (): Promise<void> => {
    if (saving === null && isDue(clock.now())) {
      saving = save().finally(() => {
        saving = null;
      });
    }
    await saving;
  };
  const timer = setInterval(() => void look(), lookEvery);
  timer.unref();

  return {
    trouble: () => trouble,
    look,
    stop: async () => {
      clearInterval(timer);
      await saving;
    },
  };
}
