/** What a person reads in a terminal: progress on one line, results as a table. */
import { styleText } from "node:util";
import type { Progress } from "../core/nouns.ts";

/** One line that is written again and again; nothing when `stream` is null. */
export function progressLine(stream: NodeJS.WriteStream | null, what: string) {
  return {
    show: ({ done, total, rate, seconds, failed }: Progress): void => {
      if (!stream?.isTTY) return;
      const part = total ? done / total : 0;
      const bar = "█".repeat(Math.round(part * 24)).padEnd(24, "░");
      const left = seconds === null ? "" : `, ${Math.ceil(seconds)} s to go`;
      const bad = failed > 0 ? `, ${failed} failed` : "";
      stream.write(`\r\x1b[K${what} ${bar} ${done}/${total ?? "?"} (${rate.toFixed(1)}/s${left}${bad})`);
    },
    end: (): void => {
      if (stream?.isTTY) stream.write("\r\x1b[K");
    },
  };
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
