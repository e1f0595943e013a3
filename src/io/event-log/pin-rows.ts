/** The catalogue beside the events, for questions that join them: kept in step with the state when a question asks. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pin } from "../../core/nouns.ts";
import type { ChangeMark, PinChanges } from "../../core/words.ts";
import { type Duck, quoted } from "./duckdb.ts";

export interface PinRows {
  /** The view `pins` shows every change committed before the call. */
  catchUp(): Promise<void>;
}

/** Below the view `pins`; no question may name it. */
export const pinTable = "kept_pins";
const atOnce = 5000;
/** Only the words of a pin are wanted, not what a model saw in it. */
const noModel = "";

const columns = {
  ...{ seq: "BIGINT", id: "VARCHAR", title: "VARCHAR", description: "VARCHAR", link: "VARCHAR" },
  ...{ domain: "VARCHAR", tags: "VARCHAR[]", price: "DOUBLE", currency: "VARCHAR", owner: "VARCHAR" },
  ...{ width: "INTEGER", height: "INTEGER", created: "BIGINT" },
} as const;

export async function pinRows(duck: Duck, folder: string, changes: PinChanges | undefined): Promise<PinRows> {
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await duck.run(`create table ${pinTable} (${types.join(", ")}, primary key (seq))`);
  const passing = join(folder, "pins.ndjson");
  const read = Object.entries(columns).map(([name, type]) => `${name}: ${quoted(type)}`);
  let mark: ChangeMark = { revision: 0, seq: 0 };
  let upTo = -1;

  const take = async (found: ReturnType<PinChanges["since"]>["changes"]): Promise<void> => {
    const gone = found.filter(({ pin }) => pin === null).map(({ seq }) => seq);
    if (gone.length > 0) await duck.run(`delete from ${pinTable} where seq in (${gone.join(", ")})`);
    const lines = found.flatMap(({ pin }) => (pin ? [JSON.stringify(rowOf(pin))] : []));
    if (lines.length === 0) return;
    await writeFile(passing, lines.join("\n"));
    await duck.run(
      `insert or replace into ${pinTable} from read_json(${quoted(passing)}, format = 'newline_delimited',
       columns = {${read.join(", ")}})`,
    );
    await rm(passing, { force: true });
  };
  return {
    catchUp: async () => {
      const latest = changes?.latest() ?? upTo;
      while (changes && latest !== upTo) {
        const next = changes.since(mark, atOnce, noModel);
        await take(next.changes);
        mark = next.mark;
        if (next.changes.length < atOnce) upTo = latest;
      }
    },
  };
}

function rowOf(pin: Pin): Record<keyof typeof columns, unknown> {
  const { seq, id, title, description, link, domain, tags, owner, width, height } = pin;
  return {
    ...{ seq, id, title, description, link, domain, tags, owner, width, height },
    ...{ price: pin.price?.amount ?? null, currency: pin.price?.currency ?? null, created: pin.createdAt },
  };
}
