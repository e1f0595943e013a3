import { spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { recallGauge } from "../../index/recall-gauge.ts";
import { clusteredVectors } from "../../index/synthetic-vectors.ts";
import { type IndexParts, openVectorIndex } from "../../index/vector-index.ts";
import { folderOfModel, indexFolder } from "./index-folder.ts";
import { usearchGraphs } from "./usearch-graph.ts";

const dimensions = 24;
const graphs = usearchGraphs(
  { "index.connectivity": 16, "index.expansionAdd": 64, "index.expansionSearch": 64 },
  1,
);
const entriesOf = (n: number) => {
  const draw = clusteredVectors(seededRandom(6), dimensions, 20);
  return Array.from({ length: n }, (_, i) => ({ key: (i + 1) * 16 + (i % 3), vector: draw() }));
};

describe("snapshots in a folder", () => {
  let folder: string;
  const partsOf = (exactUpTo: number, model = "toy@1"): IndexParts => ({
    ...{ model, dimensions, graphs, files: indexFolder(folder), gauge: recallGauge(0) },
    settings: { "index.exactUpTo": exactUpTo, "index.selective": 0.05 },
  });
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "bowerbird-index-")), "toy");
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

  test.each([100_000, 100])("come back as they were (exact up to %i)", async (exactUpTo) => {
    const { index, watermark, trouble } = await openVectorIndex(partsOf(exactUpTo));
    expect([watermark, trouble]).toEqual([null, null]);
    const entries = entriesOf(1500);
    await index.add(entries);
    await index.remove(entries.slice(10, 60).map(({ key }) => key));
    await index.settled();
    await index.add(entries.slice(20, 30));
    await index.save(17);
    const again = await openVectorIndex(partsOf(exactUpTo));
    expect([again.watermark, again.trouble]).toEqual([17, null]);
    await again.index.settled();
    expect([again.index.size, again.index.linked]).toEqual([1460, exactUpTo === 100 ? 1460 : 0]);
    for (const { vector } of entries.slice(0, 30)) {
      const truth = await index.searchExactly(vector, 10);
      expect(await again.index.searchExactly(vector, 10)).toEqual(truth);
      const found = new Set((await again.index.search(vector, 10)).map(({ key }) => key));
      expect(truth.filter(({ key }) => found.has(key)).length).toBeGreaterThanOrEqual(9);
    }
    await again.index.add([{ key: 16 * 9000, vector: entries[12].vector }]);
    expect((await again.index.search(entries[12].vector, 1))[0].key).toBe(16 * 9000);
  });

  test("saved while the graph is still growing, nothing is missing", async () => {
    const { index } = await openVectorIndex(partsOf(100));
    const entries = entriesOf(1500);
    await index.add(entries);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const saving = index.save(1);
    const late = index.add([{ key: 16 * 9000, vector: entries[0].vector }]);
    await Promise.all([saving, late]);
    const again = await openVectorIndex(partsOf(100));
    expect(again.index.size).toBe(1500);
    await again.index.settled();
    expect(again.index.linked).toBe(1500);
    expect(index.size).toBe(1501);
  });

  test("only one generation stays", async () => {
    const { index } = await openVectorIndex(partsOf(100));
    await index.add(entriesOf(300));
    await index.settled();
    for (let watermark = 1; watermark <= 3; watermark++) await index.save(watermark);
    expect(readdirSync(folder).sort()).toEqual(["3.graph", "3.table", "index.json"]);
  });

  test("a save that fails leaves the last one, and nothing half-written", async () => {
    const files = indexFolder(folder);
    const header = { model: "toy@1", dimensions, rows: 0 };
    await files.write({ ...header, watermark: 1 }, [new Uint8Array(0)], null);
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    function* breaking(): Generator<Uint8Array> {
      yield new Uint8Array(1000);
      throw full;
    }
    await expect(files.write({ ...header, watermark: 2 }, breaking(), null)).rejects.toMatchObject({
      code: "DISK_FULL",
      details: { path: folder },
    });
    expect(readdirSync(folder).sort()).toEqual(["1.table", "index.json"]);
    expect((await openVectorIndex(partsOf(100))).watermark).toBe(1);
  });

  test("damage of any file is noticed, and so is another model", async () => {
    const save = async (): Promise<void> => {
      await indexFolder(folder).clear();
      const { index } = await openVectorIndex(partsOf(100));
      await index.add(entriesOf(300));
      await index.settled();
      await index.save(5);
    };
    await save();
    for (const file of readdirSync(folder)) {
      await save();
      const path = join(folder, file);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] ^= 1;
      writeFileSync(path, bytes);
      expect(await openVectorIndex(partsOf(100)), file).toMatchObject({
        watermark: null,
        trouble: expect.stringContaining("checksum"),
      });
      await save();
      truncateSync(path, statSync(path).size - 3);
      expect((await openVectorIndex(partsOf(100))).watermark, file).toBeNull();
      await save();
      rmSync(path);
      expect((await openVectorIndex(partsOf(100))).index.size, file).toBe(0);
    }
    await save();
    expect((await openVectorIndex(partsOf(100, "toy@2"))).trouble).toContain("not of toy@2");
  });

  test("a folder for each model", () => {
    expect(folderOfModel("/data", "my/model@1")).toMatch(/^\/data\/my_model@1-[0-9a-f]+$/);
    expect(folderOfModel("/data", "my/model@1")).not.toBe(folderOfModel("/data", "my_model@1"));
  });

  test("killed in the middle of a save, the last complete one is there", async () => {
    const files = [
      "../../index/vector-index.ts",
      "../../index/recall-gauge.ts",
      "./index-folder.ts",
      "./usearch-graph.ts",
    ];
    const [vectorIndex, gauge, folders, usearch] = files.map((file) => new URL(file, import.meta.url).href);
    const program = `
      import { openVectorIndex } from "${vectorIndex}";
      import { recallGauge } from "${gauge}";
      import { indexFolder } from "${folders}";
      import { usearchGraphs } from "${usearch}";
      const graphs = usearchGraphs({ "index.connectivity": 16, "index.expansionAdd": 64, "index.expansionSearch": 64 }, 1);
      const settings = { "index.exactUpTo": 100, "index.selective": 0.05 };
      const parts = { model: "toy@1", dimensions: 24, graphs, settings, gauge: recallGauge(0) };
      const { index, watermark } = await openVectorIndex({ ...parts, files: indexFolder(process.argv[1]) });
      for (let mark = (watermark ?? 0) + 1; ; mark++) {
        const vector = new Float32Array(24).fill(0);
        vector[mark % 24] = 1;
        await index.add(Array.from({ length: 200 }, (_, i) => ({ key: (mark * 200 + i) * 16, vector })));
        console.log("saving " + mark);
        await index.save(mark);
        console.log("saved " + mark);
      }`;
    const random = seededRandom(11);
    let saved = 0;
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, ["--input-type=module", "-e", program, folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const gone = new Promise((resolve) => child.on("close", resolve));
      let saves = 1 + random.integer(6);
      for await (const line of createInterface({ input: child.stdout })) {
        const [word, mark] = line.split(" ");
        if (word === "saved") saved = Number(mark);
        else if (saves-- === 0) child.kill("SIGKILL");
      }
      await gone;
      const { index, watermark, trouble } = await openVectorIndex(partsOf(100));
      expect(trouble).toBeNull();
      expect(watermark).toBeGreaterThanOrEqual(saved);
      expect(index.size).toBe((watermark ?? 0) * 200);
      await index.close();
    }
    expect(saved).toBeGreaterThan(4);
  });
});
