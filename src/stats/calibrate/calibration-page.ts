/** The measured table in words: a line of the terminal's, and the page `docs/calibration.md`. */
import { calibrationRows, families, type MeasuredRow, rowLevel } from "./calibrate.ts";

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
  const text =
    row.measure === "share" ? `${Number((100 * value).toFixed(4))} %` : String(Number(value.toPrecision(12)));
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

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A measured row as it stands in the page. */
export const pageLine = (row: MeasuredRow): string => line(cellsOf(row));

/** A page's lines by their rows, so that those not measured again can be kept. */
export function pageLines(page: string): Map<string, string> {
  const found = page.split("\n").flatMap((text) => {
    const id = /^\| <a id="([^"]+)">/.exec(text)?.[1];
    return id === undefined ? [] : [[id, text] as const];
  });
  return new Map(found);
}

/** `docs/calibration.md` from the rows' lines; a row without one is left out. */
export function calibrationPage(lines: ReadonlyMap<string, string>): string {
  const shown = calibrationRows.flatMap(({ id }) => lines.get(id) ?? []);
  const outside = shown.filter((text) => text.endsWith("✗ |")).length;
  const tables = families.map(({ id, title, about, rows }) => {
    const own = rows.flatMap((row) => lines.get(row.id) ?? []);
    const table = [line(tableHead), line(tableHead.map(() => "---")), ...own].join("\n");
    return `## <a id="${id}"></a>${title}\n\n${about}\n\n${table}\n`;
  });
  return `# Calibration

Every statistic of \`bowerbird/stats\` makes a promise: 5 % false alarms, 95 % coverage, 80 % power. This page counts whether
it keeps it, by repeating experiments whose truth is known. It is written by

\`\`\`bash
bowerbird stats calibrate --write docs/calibration.md
\`\`\`

which gives the same figures on every machine, because the seeds are fixed (\`--only peeking\` measures a part anew and keeps
the rest). \`bowerbird stats calibrate --quick\` does it with fewer repetitions in less than a minute; the exit code is 0 when
every row is in order.

How to read a row:

- **promised** is what the method says: "5 %" exactly that, "≤ 5 %" at most that (a method may be safer than it says), "≥ 93 %" at
  least that. Where a limit theorem needs more people than the row has, the row promises less and says so.
- **measured** is the figure over all **repetitions**. A share is of repetitions; "uniform" rows give the greatest gap between the
  distribution of p-values and the uniform one; "invariance" rows the largest change.
- **fits** are the figures that agree with the promise: chance alone puts a row outside once in
  ${(1 / rowLevel).toLocaleString("en")} times, and any row of the whole table in about 1 % of such tables.
- **Contrast** rows show what a common shortcut does. They are in order when it does fail.
- Refused repetitions (a sample without variance, say) are counted and left out.

${shown.length} rows, ${outside} outside.

${tables.join("\n")}`;
}
