/**
 * A server killed with -9 again and again while many clients send it events, each batch perhaps twice at once; what was
 * not acknowledged is sent again to the next server. In the end every acknowledged event must be there, once.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../src/core/random.ts";
import { parseSettings } from "../../src/core/settings.ts";
import { openEventLog } from "../../src/io/event-log/event-log.ts";
import { type LoadedServer, startServer } from "./load.ts";

const clients = 6;
const batchSize = 40;
const batchesAKill = 60;

export interface KillOutcome {
  readonly acknowledged: number;
  /** Sent a second time because nobody knows whether they had arrived. */
  readonly sentAgain: number;
  readonly kept: number;
  readonly twice: number;
  /** Acknowledged and not there. */
  readonly lost: number;
  readonly damaged: readonly string[];
}

export async function killServers(kills: number): Promise<KillOutcome> {
  const data = mkdtempSync(join(tmpdir(), "bowerbird-killed-"));
  const random = seededRandom(23);
  const acknowledged = new Set<string>();
  const unsure: string[][] = [];
  let number = 0;
  let sentAgain = 0;
  const newBatch = (): string[] => Array.from({ length: batchSize }, () => `event-${number++}`);

  const deliver = async (server: LoadedServer, ids: string[]): Promise<void> => {
    const body = Buffer.from(
      JSON.stringify({ events: ids.map((id) => ({ id, type: "view", time: Date.now(), visitor: "v" })) }),
    );
    const repeats = random.integer(3) === 0 ? 2 : 1;
    const answers = await Promise.allSettled(Array.from({ length: repeats }, () => server.send(body)));
    if (answers.some(({ status }) => status === "fulfilled")) for (const id of ids) acknowledged.add(id);
    else unsure.push(ids);
  };
  /** Until `batches` are acknowledged; then the server is killed in the middle of whatever is under way. */
  const loadAndKill = async (server: LoadedServer, batches: number): Promise<void> => {
    let killing: Promise<void> | null = null;
    let done = 0;
    const client = async (): Promise<void> => {
      while (killing === null) {
        const again = unsure.pop();
        if (again) sentAgain += again.length;
        await deliver(server, again ?? newBatch());
        if (++done >= batches) killing ??= server.kill();
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    await killing;
  };

  try {
    for (let kill = 0; kill < kills; kill++) {
      await loadAndKill(await startServer(data, 2 * clients), 1 + random.integer(batchesAKill));
    }
    const last = await startServer(data, 2 * clients);
    for (let ids = unsure.pop(); ids; ids = unsure.pop()) {
      sentAgain += ids.length;
      await deliver(last, ids);
    }
    await last.kill();
    return { acknowledged: acknowledged.size, sentAgain, ...(await outcome(data, acknowledged)) };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function outcome(data: string, acknowledged: ReadonlySet<string>) {
  const log = await openEventLog(join(data, "events"), parseSettings({}), { now: () => Date.now() });
  try {
    const { rows } = await log.query("select id, count(*) from events group by id", [], { rows: 10_000_000 });
    const kept = new Set(rows.map(([id]) => String(id)));
    return {
      kept: kept.size,
      twice: rows.filter(([, count]) => Number(count) > 1).length,
      lost: [...acknowledged].filter((id) => !kept.has(id)).length,
      damaged: await log.inspect(),
    };
  } finally {
    await log.close();
  }
}
