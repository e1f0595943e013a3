/** What a person reads in a terminal: progress on one line, results as a table. */
import { styleText } from "node:util";
import type { Progress } from "../core/nouns.ts";

/** How often progress is told where a line cannot be written again: in a log. */
const toldEvery = 10_000;

/** One line that is written again and again, or now and then a new one in a log; nothing when `stream` is null. */
export function progressLine(stream: NodeJS.WriteStream | null, what: string, now = Date.now) {
  let told = now();
  return {
    show: ({ done, total, rate, seconds, failed }: Omit<Progress, "created" | "duplicates">): void => {
      if (!stream) return;
      const left = seconds === null ? "" : `, ${durationOf(seconds)} to go`;
      const bad = failed > 0 ? `, ${failed} failed` : "";
      const count = `${done}/${total ?? "?"} (${rate.toFixed(1)}/s${left}${bad})`;
      if (stream.isTTY) {
        const part = total ? Math.min(1, done / total) : 0;
        const bar = "█".repeat(Math.round(part * 24)).padEnd(24, "░");
        stream.write(`\r\x1b[K${what} ${bar} ${count}`);
      } else if (now() - told >= toldEvery) {
        told = now();
        stream.write(`${what} ${count}\n`);
      }
    },
    end: (): void => {
      if (stream?.isTTY) stream.write("\r\x1b[K");
    },
  };
}

/** `42 s`, `3 min`, `2 h 5 min`. */
export function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Columns as wide as their widest cell; the head is bold where colours are. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join("  ")
      .trimEnd();
  return `${[styleText("bold", line(head)), ...rows.map(line)].join("\n")}\n`;
}
