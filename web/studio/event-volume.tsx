/** How much of each type came on each of the last days: one row a type, one bar a day, all days of a type to one scale. */
import type { EventCounts } from "./questions.ts";
import { numberOf } from "./words.ts";

const daysShown = 21;
const bar = { width: 8, gap: 2, height: 28 };
const dayMilliseconds = 86_400_000;

interface VolumeRow {
  readonly type: string;
  /** Events on each of the last days, the latest last. */
  readonly byDay: readonly number[];
  readonly total: number;
}

function rowsOf(counts: EventCounts): { rows: readonly VolumeRow[]; days: readonly string[] } {
  const latest = Math.max(...counts.map(({ day }) => Date.parse(day)));
  const days = Array.from({ length: daysShown }, (_, i) =>
    new Date(latest - (daysShown - 1 - i) * dayMilliseconds).toISOString().slice(0, 10),
  );
  const byType = Map.groupBy(counts, ({ type }) => type);
  const rows = [...byType].map(([type, some]) => ({
    type,
    byDay: days.map((day) => some.find((each) => each.day === day)?.events ?? 0),
    total: some.reduce((sum, { events }) => sum + events, 0),
  }));
  return { rows: rows.toSorted((a, b) => b.total - a.total), days };
}

export function EventVolume({ counts }: { counts: EventCounts }) {
  const { rows, days } = rowsOf(counts);
  return (
    <section aria-label="Events by type and day">
      <h2>By type, day by day</h2>
      <table className="volume">
        <thead className="said">
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Each day</th>
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ type, byDay, total }) => (
            <tr key={type}>
              <th scope="row">{type}</th>
              <td>
                <Bars type={type} byDay={byDay} days={days} />
              </td>
              <td className="figures">{numberOf(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="page-soft volume-foot">
        {dateOf(days[0] ?? "")} to {dateOf(days.at(-1) ?? "")}; each row to its own height.
      </p>
    </section>
  );
}

function Bars({ type, byDay, days }: { type: string; byDay: readonly number[]; days: readonly string[] }) {
  const most = Math.max(1, ...byDay);
  const width = byDay.length * (bar.width + bar.gap) - bar.gap;
  const said = byDay.flatMap((count, i) =>
    count > 0 ? [`${dateOf(days[i] ?? "")}: ${numberOf(count)}`] : [],
  );
  return (
    <svg viewBox={`0 0 ${width} ${bar.height}`} width={width} height={bar.height} role="img">
      <title>{`${type}: ${said.join(", ") || "none in these days"}`}</title>
      {byDay.map((count, i) => {
        const height = count === 0 ? 1 : Math.max(2, (count / most) * bar.height);
        return (
          <rect
            key={days[i]}
            className={count === 0 ? "volume-none" : ""}
            x={i * (bar.width + bar.gap)}
            y={bar.height - height}
            {...{ width: bar.width, height, rx: Math.min(2, height / 2) }}
          />
        );
      })}
    </svg>
  );
}

const dateOf = (day: string): string =>
  day === ""
    ? ""
    : new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" }).format(
        new Date(day),
      );
