/**
 * The event log in files: a journal of what was just acknowledged, the newest rows in a table in memory, and Parquet by
 * day. An append is durable in the journal before it resolves; DuckDB reads the journal's segments into the table off
 * the event loop; sealing writes the table as Parquet, names the files in the manifest and drops the segments. After a
 * crash the manifest says what Parquet holds, and the segments after it are read again: nothing twice, nothing lost.
 */
import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { EventLog, SqlBounds, SqlScalar, SqlTable } from "../../core/event-log.ts";
import type { Settings } from "../../core/settings.ts";
import type { PinChanges } from "../../core/words.ts";
import { eventViews } from "../../events/views.ts";
import { appending } from "./appending.ts";
import { type Duck, openDuck } from "./duckdb.ts";
import { openJournal } from "./journal.ts";
import { openManifest } from "./manifest.ts";
import { oldIds } from "./old-ids.ts";
import { type Partitions, partitions } from "./partitions.ts";
import { personRows } from "./person-rows.ts";
import { type PinRows, pinRows } from "./pin-rows.ts";
import { type RecentRows, recentRows } from "./recent-rows.ts";
import { rememberedIds } from "./remembered-ids.ts";
import { refuseOthers } from "./select-only.ts";
import { eventsView } from "./tables.ts";

/** DuckDB and what it holds; opened with the first question or when the journal has grown. */
interface Warm {
  readonly duck: Duck;
  readonly recent: RecentRows;
  readonly days: Partitions;
  readonly pins: PinRows;
}

const dayMilliseconds = 86_400_000;
/** Segments are read into the table whenever they have grown by this. */
const loadBytes = 16_000_000;
const questionsKept = 200;
const viewNames: ReadonlySet<string> = new Set(["events", ...eventViews.map(({ name }) => name)]);

/**
 * @param pinChanges fills the view `pins`
 * @throws DATA_CORRUPT DATA_NEWER
 */
export async function openEventLog(
  folder: string,
  settings: Settings,
  clock: Clock,
  pinChanges?: PinChanges,
): Promise<EventLog> {
  const manifest = openManifest(folder);
  const journal = await openJournal(join(folder, "journal"), manifest.truth.sealedThrough);
  const empty = (await journal.rotate()).length === 0;
  const most = 3 * settings["events.recentRows"];
  // Whatever is not in Parquet yet, here or in the table, must be remembered.
  const remembered = Math.max(settings["events.recentIds"], most + settings["events.recentRows"]);
  const lately = rememberedIds(2 ** Math.ceil(Math.log2(remembered)), clock.now);
  let appended = 0;
  let loaded = 0;
  let since: number | null = empty ? null : clock.now();
  let trouble: string | null = null;
  let opening: Promise<Warm> | null = null;
  let recalled: Promise<void> | null = empty ? Promise.resolve() : null;
  let growing = false;

  const warm = (): Promise<Warm> => {
    opening ??= warmUp(folder, settings, manifest, pinChanges);
    return opening;
  };
  let line: Promise<unknown> = Promise.resolve();
  /** Loading, sealing and rewriting happen one after another. */
  const inTurn = <T>(work: (warm: Warm) => Promise<T>): Promise<T> => {
    const step = async (): Promise<T> => work(await warm());
    const done = line.then(step, step);
    line = done;
    return done;
  };
  const load = async ({ recent }: Warm): Promise<void> => {
    const before = appended;
    await recent.load(await journal.rotate());
    loaded = before;
  };
  const show = ({ duck, recent, days }: Warm): Promise<void> =>
    duck.run(
      eventsView(
        recent.tables.map(({ name }) => name),
        days.paths,
      ),
    );
  const seal = async (held: Warm): Promise<void> => {
    await load(held);
    for (const table of await held.recent.freeze()) {
      await held.days.seal(table.name, table.through);
      held.recent.release(table);
      await show(held);
      await held.duck.run(`drop table ${table.name}`);
      await journal.drop(table.through);
    }
    since = null;
  };
  const tidy = async (held: Warm): Promise<void> => {
    const merged = await held.days.merge();
    const { "events.retentionDays": kept } = settings;
    const expired = kept > 0 && (await held.days.expire(Math.floor(clock.now() / dayMilliseconds) - kept));
    if (merged || expired) await show(held);
    await held.days.sweep();
  };
  const due = (): boolean =>
    since !== null && clock.now() - since >= settings["events.recentMinutes"] * 60_000;
  const keepUp = async (held: Warm): Promise<void> => {
    await load(held);
    if (held.recent.rows >= settings["events.recentRows"] || due()) await seal(held);
  };
  const tend = (): Promise<void> =>
    inTurn(async (held) => {
      await keepUp(held);
      await tidy(held);
    });
  /** The journal has grown: what is read meanwhile is read by one that waits its turn, not by each. */
  const grow = (): void => {
    if (growing || journal.openBytes < loadBytes) return;
    growing = true;
    meanwhile(
      inTurn((held) => {
        growing = false;
        return keepUp(held);
      }),
    );
  };
  /** Work that nobody waits for; what goes wrong is told by `inspect`, and the journal keeps the rows. */
  const meanwhile = (work: Promise<void>): void => {
    void work.then(
      () => {
        trouble = null;
      },
      (failure: unknown) => {
        trouble = failure instanceof Error ? failure.message : String(failure);
      },
    );
  };
  const timer = setInterval(() => since !== null && meanwhile(tend()), 60_000).unref();
  /** Ids that a log which was not closed had in its journal. */
  const recall = (): Promise<void> => {
    recalled ??= inTurn(async (held) => {
      await load(held);
      for (const { name } of held.recent.tables) {
        await held.duck.column(`select id from ${name}`, (values) => {
          for (const id of values) lately.add(String(id));
        });
      }
    });
    return recalled;
  };
  const appendOnce = appending({
    ...{ journal, lately, ahead: settings["events.futureSeconds"] * 1000 },
    longAgo: oldIds(folder, manifest, async () => (await warm()).duck),
  });
  const ask = async (
    sql: string,
    values: readonly SqlScalar[] = [],
    bounds: SqlBounds = {},
  ): Promise<SqlTable> => {
    await inTurn(load);
    return askLoaded(sql, values, bounds);
  };
  const askLoaded = async (
    sql: string,
    values: readonly SqlScalar[],
    bounds: SqlBounds = {},
  ): Promise<SqlTable> => {
    const { duck } = await warm();
    return duck.ask(sql, values, {
      rows: bounds.rows ?? settings["events.queryRows"],
      milliseconds: bounds.milliseconds ?? settings["events.querySeconds"] * 1000,
      ...(bounds.signal && { signal: bounds.signal }),
    });
  };
  /** The views that a question names; what a dashboard asks again and again is read once. */
  const read = new Map<string, ReadonlySet<string>>();
  const readSql = async (sql: string): Promise<ReadonlySet<string>> => {
    const { rows } = await askLoaded("select json_serialize_sql(?::varchar)", [sql]);
    const named = refuseOthers(String(rows[0][0]), viewNames);
    if (read.size >= questionsKept) read.clear();
    read.set(sql, named);
    return named;
  };
  const theirs = personRows({
    ask,
    manifest,
    sealed: (work) =>
      inTurn(async (held) => {
        await seal(held);
        return work(held);
      }),
    show: async () => show(await warm()),
  });

  return {
    append: async (rows) => {
      await recall();
      if (appended - loaded > most) {
        throw new BowerbirdError("EVENTS_BEHIND", { waiting: appended - loaded, bound: most });
      }
      const done = await appendOnce(rows);
      appended += done.accepted;
      since ??= clock.now();
      grow();
      return done;
    },
    query: async (sql, values, bounds) => {
      const named = read.get(sql) ?? (await readSql(sql));
      if (named.has("pins")) await inTurn(({ pins }) => pins.catchUp());
      return ask(sql, values, bounds);
    },
    ...theirs,
    seal: () => inTurn(seal),
    tend,
    parts: () => manifest.truth.parts,
    copyParts: (target, { from = -Infinity, to = Infinity }) =>
      inTurn(async (held) => {
        await seal(held);
        const chosen = manifest.truth.parts.filter(({ day }) => day >= from && day <= to);
        await held.days.copyTo(target, chosen);
        return chosen;
      }),
    inspect: () =>
      inTurn(async (held) => {
        await load(held);
        const found = await held.days.inspect();
        return trouble === null ? found : [...found, `the last writing of Parquet failed: ${trouble}`];
      }),
    close: async () => {
      clearInterval(timer);
      await journal.close();
      if (since !== null && appended > 0) await inTurn(seal).catch(() => undefined);
      if (opening) {
        await line.catch(() => undefined);
        const { duck } = await opening;
        await duck.settled();
        duck.close();
      }
    },
  };
}

async function warmUp(
  folder: string,
  settings: Settings,
  manifest: ReturnType<typeof openManifest>,
  pinChanges: PinChanges | undefined,
): Promise<Warm> {
  const duck = await openDuck({
    megabytes: settings["events.memoryMegabytes"],
    threads: settings["events.threads"],
    folder,
  });
  const recent = await recentRows(duck, manifest.truth.sealedThrough);
  const days = partitions(folder, manifest, duck);
  const pins = await pinRows(duck, folder, pinChanges);
  await duck.run(
    eventsView(
      recent.tables.map(({ name }) => name),
      days.paths,
    ),
  );
  for (const { name, sql } of eventViews) await duck.run(`create view ${name} as ${sql}`);
  return { duck, recent, days, pins };
}
