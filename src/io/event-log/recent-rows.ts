/** The newest rows, as tables in memory: one takes rows in, those before it wait to be written as Parquet. */
import type { Duck } from "./duckdb.ts";
import type { Segment } from "./journal.ts";
import { loadSegments, recentTable } from "./tables.ts";

export interface RecentTable {
  readonly name: string;
  readonly rows: number;
  /** The journal's last segment in it. */
  readonly through: number;
}

export interface RecentRows {
  readonly tables: readonly RecentTable[];
  readonly rows: number;
  /** Reads the segments that it has not read yet. */
  load(segments: readonly Segment[]): Promise<void>;
  /** The tables up to now; what is loaded from now on goes into another. */
  freeze(): Promise<readonly RecentTable[]>;
  /** Forgets a frozen table; the caller drops it. */
  release(table: RecentTable): void;
}

export async function recentRows(duck: Duck, sealedThrough: number): Promise<RecentRows> {
  let number = 1;
  await duck.run(recentTable(`recent_${number}`));
  let tables: RecentTable[] = [{ name: `recent_${number}`, rows: 0, through: sealedThrough }];
  return {
    get tables() {
      return tables;
    },
    get rows() {
      return tables.reduce((sum, { rows }) => sum + rows, 0);
    },
    load: async (segments) => {
      const { name, through } = tables[tables.length - 1];
      const fresh = segments.filter((segment) => segment.number > through);
      if (fresh.length === 0) return;
      await duck.run(
        loadSegments(
          name,
          fresh.map(({ path }) => path),
        ),
      );
      const [{ rows }] = await duck.rows(`select count(*) as rows from ${name}`);
      tables = [
        ...tables.slice(0, -1),
        { name, rows: Number(rows), through: fresh[fresh.length - 1].number },
      ];
    },
    freeze: async () => {
      const live = tables[tables.length - 1];
      if (live.rows > 0) {
        number++;
        await duck.run(recentTable(`recent_${number}`));
        tables = [...tables, { name: `recent_${number}`, rows: 0, through: live.through }];
      }
      return tables.slice(0, -1);
    },
    release: (table) => {
      tables = tables.filter((other) => other !== table);
    },
  };
}
