/** How far an import has come, how fast it goes and how long it will still take. */
import type { Clock } from "../core/clock.ts";
import type { Progress } from "../core/nouns.ts";

/** Seconds over which the rate is smoothed. */
const memory = 10;

export interface ProgressMeter {
  total: number | null;
  created: number;
  duplicates: number;
  failed: number;
  /** Pictures that are searchable, known already, or have failed. */
  finish(count: number): void;
  read(): Progress;
}

/**
 * Rate r of the pictures finished, smoothed exponentially over irregular steps of dt seconds:
 *   r ← r + (1 - e^(-dt / memory)) · (finished / dt - r), divided by 1 - e^(-elapsed / memory) for the empty start.
 */
export function progressMeter(clock: Clock): ProgressMeter {
  const start = clock.now();
  let last = start;
  let pending = 0;
  let done = 0;
  let rate = 0;
  const step = (): void => {
    const dt = (clock.now() - last) / 1000;
    if (dt < 0.25) return;
    rate += (1 - Math.exp(-dt / memory)) * (pending / dt - rate);
    pending = 0;
    last = clock.now();
  };
  const meter: ProgressMeter = {
    total: null,
    created: 0,
    duplicates: 0,
    failed: 0,
    finish: (count) => {
      done += count;
      pending += count;
      step();
    },
    read: () => {
      step();
      const warm = 1 - Math.exp(-(last - start) / 1000 / memory);
      const steady = warm > 0 ? rate / warm : 0;
      const { total, created, duplicates, failed } = meter;
      const left = total === null ? null : Math.max(0, total - done);
      const seconds = left === 0 ? 0 : left === null || steady === 0 ? null : left / steady;
      return { done, total, created, duplicates, failed, rate: steady, seconds };
    },
  };
  return meter;
}
