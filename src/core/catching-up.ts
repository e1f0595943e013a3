/** Work on what was committed, done in the background: a portion after another until nothing is left, between other work. */
import { setImmediate as othersFirst } from "node:timers/promises";

export interface CatchingUp {
  /** Resolves when nothing is left of what was there at the call. Calls at once are joined. */
  catchUp(): Promise<void>;
  /** Catches up again and again; what goes wrong is tried again. */
  follow(milliseconds: number): void;
  /** Begins nothing more; resolves when the portion in hand is done. */
  stop(): Promise<void>;
}

/** @param work does a portion, and says whether anything may be left; long ones heed the signal to stop */
export function catchingUp(work: (stopping: AbortSignal) => Promise<boolean>): CatchingUp {
  const stopping = new AbortController();
  let working: Promise<void> | null = null;
  let asked = false;
  let timer: NodeJS.Timeout | null = null;

  const workOn = async (): Promise<void> => {
    try {
      while (asked && !stopping.signal.aborted) {
        asked = false;
        const more = await work(stopping.signal);
        asked ||= more;
        if (more) await othersFirst();
      }
    } finally {
      working = null;
    }
  };
  /** Work that was going on already may have looked before the last commit: it looks once more. */
  const catchUp = (): Promise<void> => {
    asked = true;
    working ??= workOn();
    return working;
  };
  return {
    catchUp,
    follow: (milliseconds) => {
      timer ??= setInterval(() => void catchUp().catch(() => {}), milliseconds).unref();
    },
    stop: async () => {
      stopping.abort();
      if (timer) clearInterval(timer);
      await working?.catch(() => {});
    },
  };
}
