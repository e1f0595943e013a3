/** A catalogue of any size in seconds: ten sample pictures, again and again under new ids. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, openEngine } from "../../src/engine.ts";
import { makeMany } from "../../test/browser/many-pins.ts";

export const benchSettings = { "vision.processes": 1, "server.logLevel": "warn" };
const folder = "samples/home/pictures";

export async function makeCatalogue(data: string, pins: number): Promise<void> {
  const engine = await openEngine({ data, settings: benchSettings, environment: {} });
  for (const file of readdirSync(folder).sort().slice(0, 10)) {
    const bytes = new Uint8Array(readFileSync(join(folder, file)));
    await engine.importer.importOne(bytes, { source: file }, { owner: "bench" });
  }
  await engine.importer.settled();
  await engine.close();
  makeMany(data, pins);
}

export async function everyPin({
  pins,
}: Engine): Promise<Array<{ id: string; owner: string; title: string }>> {
  const found: Array<{ id: string; owner: string; title: string }> = [];
  let cursor: string | null | undefined;
  do {
    const page = await pins.list({ limit: 1000, ...(cursor && { cursor }) });
    found.push(...page.items.map(({ id, owner, title }) => ({ id, owner, title })));
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}
