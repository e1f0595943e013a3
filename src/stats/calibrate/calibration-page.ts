/** The measured table in words: a line of the terminal's, and the page `docs/calibration.md`. */
import { families, type MeasuredRow, tableLevel } from "./calibrate.ts";

type Said = Pick<MeasuredRow, "measure" | "side" | "nominal" | "floor">;

const figure = ({ measure }: Pick<MeasuredRow, "measure">, value: number): string => {
  if (measure === "share") return `${(100 * value).toFixed(2)} %`;
  if (value === 0) return "0";
  return Math.abs(value) < 1e-4 ? value.toExponential(1) : value.toPrecision(4);
};

const sides = { equal: "", "at most": "≤ ", "at least": "≥ ", above: "> ", below: "< " } as const;

/** What is promised: "95 %", "≤ 5 %", "≥ 93 %". */
export function promised(row: Said): string {
  const value = row.floor?.value ?? row.nominal;
  const text = row.measure === "share" ? `${Number((100 * value).toFixed(4))} %` : String(value);
  return `${row.measure === "uniform" ? "" : sides[row.side]}${text}`;
}

export const measuredFigure = (row: MeasuredRow): string => figure(row, row.measured);

/** The figures that fit the promise. */
export function bandText(row: MeasuredRow): string {
  const [low, high] = [figure(row, row.low), figure(row, row.high)];
  if (row.side === "above") return `> ${low}`;
  if (row.side === "below") return `< ${high}`;
  if (row.low === Number.NEGATIVE_INFINITY) return `≤ ${high}`;
  if (row.high === Number.POSITIVE_INFINITY) return `≥ ${low}`;
  return low === high ? low : `${low.replace(" %", "")} … ${high}`;
}

/** What stands in the page of a row before anything is measured. */
export function declaredCells({
  id,
  claim,
  floor,
  ...said
}: Said & Pick<MeasuredRow, "id" | "claim">): string[] {
  const limit = said.measure === "share" ? `${100 * said.nominal} %` : String(said.nominal);
  const here = floor ? `; ${limit} in the limit: ${floor.why}` : "";
  return [`<a id="${id}"></a>\`${id}\``, `${claim}${here}`, promised({ ...said, floor })];
}

const tableHead = ["row", "claim", "promised", "measured", "fits", "repetitions", ""];

function cellsOf(row: MeasuredRow): string[] {
  const refused = row.refused > 0 ? ` (${row.refused} refused)` : "";
  return [
    ...declaredCells(row),
    measuredFigure(row),
    bandText(row),
    `${row.runs.toLocaleString("en")}${refused}`,
    row.inside ? "✓" : "✗",
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;

/** `docs/calibration.md`, of all rows in the order of the table. */
export function calibrationPage(rows: readonly MeasuredRow[]): string {
  const outside = rows.filter(({ inside }) => !inside).length;
  const tables = families.map(({ id, title, about, rows: declared }) => {
    const names = new Set(declared.map((row) => row.id));
    const own = rows.filter((row) => names.has(row.id));
    const table = line(tableHead) + line(tableHead.map(() => "---")) + own.map(cellsOf).map(line).join("");
    return `## <a id="${id}"></a>${title}\n\n${about}\n\n${table}`;
  });
  return `# Calibration

Every statistic of \`bowerbird/stats\` makes a promise: 5 % false alarms, 95 % coverage, 80 % power. This page counts whether
it keeps it, by repeating experiments whose truth is known. It is written by

\`\`\`bash
bowerbird stats calibrate --write docs/calibration.md
\`\`\`

which gives the same figures on every machine, because the seeds are fixed. \`bowerbird stats calibrate --quick\` does the same
with fewer repetitions in less than a minute, \`--only peeking\` a part of it; the exit code is 0 when every row is in order.

How to read a row:

- **promised** is what the method says: "5 %" exactly that, "≤ 5 %" at most that (a method may be safer than it says), "≥ 93 %" at
  least that. Where a limit theorem needs more people than the row has, the row promises less and says so.
- **measured** is the figure over all **repetitions**. A share is of repetitions; "uniform" rows give the greatest gap between the
  distribution of p-values and the uniform one; "invariance" rows the largest relative change.
- **fits** are the figures that agree with the promise: chance alone would put one row or more of the whole table outside in
  ${100 * tableLevel} % of all such tables.
- **Contrast** rows show what a common shortcut does. They are in order when it does fail.
- Refused repetitions (a sample without variance, say) are counted and left out.

${rows.length} rows, ${outside} outside.

${tables.join("\n")}`;
}
