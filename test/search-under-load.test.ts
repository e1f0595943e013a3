/** Whoever searches does not wait for an import, and finds what has just been uploaded. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-load-"));
const bytesOf = (name: string): Uint8Array => readFileSync(`samples/home/pictures/${name}`);
let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ data: root, settings: { "vision.processes": 2 }, environment: {} });
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

test("a picture is found by the first search after its upload", async () => {
  const bytes = bytesOf("sofa-156-b.webp");
  const { pin } = await engine.importer.importOne(bytes, { source: "new" }, { owner: "test" });
  const { hits } = await engine.search.search({ picture: { bytes }, limit: 3 });
  expect(hits[0].pin.id).toBe(pin.id);
});

test("during an import a search waits for the pictures in hand, not for those in the queue", async () => {
  let finished = 0;
  const started = Promise.withResolvers<void>();
  const names = readdirSync("samples/home/pictures").slice(0, 24);
  const items = (async function* () {
    for (const source of names) yield { source, words: {}, read: async () => bytesOf(source) };
  })();
  const importing = engine.importer.importItems(
    { items, total: async () => names.length },
    { owner: "test" },
    ({ done }) => {
      finished = done;
      if (done >= 4) started.resolve();
    },
  );
  await started.promise;
  for (const name of ["vase-001-a.webp", "armchair-143-a.webp", "teapot-049-a.webp"]) {
    const before = finished;
    await engine.search.search({ picture: { bytes: bytesOf(name) }, limit: 3 });
    // two in hand when it came, one more beside it, and one answered while the slate was made
    expect(finished - before).toBeLessThanOrEqual(6);
  }
  await importing;
});
