/**
 * An import beside the bare libraries doing the same work in plain loops, one loop a core.
 *
 *   node bench/ingest.ts [--pictures 120] [--rounds 2] [--root samples/home/pictures]
 *   node bench/ingest.ts --sample            the sample catalogue as a first start imports it
 *   node bench/ingest.ts --memory 20000      so many small pictures; prints the memory on the way
 *   node bench/ingest.ts --kills 100         as many kills with -9 at random points; ends with the same catalogue
 *
 * Both take turns within one run, so that other load hits both alike; model processes are warm before the clock starts.
 * Processor time is printed beside the rates: on a busy machine it is the steadier measure. Ours also checks, hashes,
 * writes and syncs, describes, groups, indexes and commits. Pictures a second count until the last thumbnail is there;
 * "searchable" until every picture can be found.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { openEngine } from "../src/engine.ts";
import { importKilled } from "./importing/kills.ts";
import { importMany } from "./importing/memory.ts";
import { ownSeconds, secondsOfChildren } from "./importing/processor-time.ts";

const { values } = parseArgs({
  options: {
    pictures: { type: "string", default: "120" },
    rounds: { type: "string", default: "2" },
    root: { type: "string", default: "samples/home/pictures" },
    sample: { type: "boolean", default: false },
    memory: { type: "string" },
    kills: { type: "string" },
  },
});
const cores = availableParallelism();
const bareProgram = fileURLToPath(new URL("peers/bare-ingest.ts", import.meta.url));

interface Bare {
  /** Milliseconds, of the clock and of the processor. */
  readonly elapsed: number;
  readonly processor: number;
  readonly spent: Readonly<Record<string, number>>;
}

/** One plain loop a core, each over its share. */
async function bare(
  paths: readonly string[],
): Promise<{ rate: number; processor: number; runs: readonly Bare[] }> {
  const shares = Array.from({ length: cores }, (_, core) => paths.filter((_path, i) => i % cores === core));
  const runs = await Promise.all(
    shares.map(async (share): Promise<Bare> => {
      const { stdout } = await promisify(execFile)(process.execPath, [bareProgram, ...share]);
      return JSON.parse(stdout) as Bare;
    }),
  );
  const rate = (1000 * paths.length) / Math.max(...runs.map(({ elapsed }) => elapsed));
  return { rate, processor: runs.reduce((sum, { processor }) => sum + processor, 0) / paths.length, runs };
}

interface Ours {
  /** Pictures a second. */
  readonly whole: number;
  readonly searchable: number;
  readonly count: number;
  /** Milliseconds of the processor a picture, of every process. */
  readonly processor: number;
}

/** A fresh data folder each time, its model processes warm. */
async function ours(source: string, warmUp: string): Promise<Ours> {
  const data = mkdtempSync(join(tmpdir(), "bowerbird-ingest-"));
  const engine = await openEngine({ data, environment: {} });
  try {
    await Promise.all(Array.from({ length: cores }, () => engine.vision.understand({ path: warmUp })));
    const start = performance.now();
    const before = ownSeconds() + secondsOfChildren();
    const { done, failed } = await engine.importer.importFrom(source, { owner: "bench" });
    const searchable = performance.now() - start;
    await engine.importer.settled();
    const whole = performance.now() - start;
    const processor = (1000 * (ownSeconds() + secondsOfChildren() - before)) / done;
    if (failed > 0) throw new Error(`${failed} pictures failed`);
    return { whole: (1000 * done) / whole, searchable: (1000 * done) / searchable, count: done, processor };
  } finally {
    await engine.close();
    rmSync(data, { recursive: true });
  }
}

async function compare(): Promise<void> {
  const all = readdirSync(values.root).sort();
  const step = Math.max(1, Math.floor(all.length / Number(values.pictures)));
  const paths = all
    .filter((_, i) => i % step === 0)
    .slice(0, Number(values.pictures))
    .map((name) => resolve(values.root, name));
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-chosen-"));
  for (const path of paths) symlinkSync(path, join(folder, basename(path)));
  console.log(`${paths.length} pictures, ${cores} cores, rounds in turn`);
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const plain = await bare(paths);
    const own = await ours(folder, paths[0]);
    ratios.push(own.whole / plain.rate);
    const shown = (rate: number): string => `${rate.toFixed(2).padStart(6)} pictures/s`;
    console.log(`bare loops       ${shown(plain.rate)}`);
    console.log(`ours             ${shown(own.whole)}   ${(own.whole / plain.rate).toFixed(2)} × bare`);
    console.log(
      `ours, searchable ${shown(own.searchable)}   ${(own.searchable / plain.rate).toFixed(2)} × bare`,
    );
    console.log(
      `processor time   ${plain.processor.toFixed(0)} ms a picture bare, ${own.processor.toFixed(0)} ms ours   ${(plain.processor / own.processor).toFixed(2)} × bare`,
    );
    if (round === 0) {
      console.log("where a bare loop's time goes, ms a picture:");
      for (const part of Object.keys(plain.runs[0].spent)) {
        const sum = plain.runs.reduce((total, { spent }) => total + spent[part], 0);
        console.log(`  ${part.padEnd(10)} ${(sum / paths.length).toFixed(1).padStart(6)}`);
      }
    }
  }
  rmSync(folder, { recursive: true });
  console.log(
    `best of ${ratios.length}: ${Math.max(...ratios).toFixed(2)}, worst ${Math.min(...ratios).toFixed(2)}; the aim is 0.85`,
  );
}

async function sample(): Promise<void> {
  const { whole, searchable, count, processor } = await ours(
    "samples/home",
    "samples/home/pictures/sofa-156-a.webp",
  );
  console.log(`the sample catalogue, ${count} pictures, ${cores} cores:`);
  console.log(
    `searchable after ${(count / searchable).toFixed(1)} s, with every thumbnail after ${(count / whole).toFixed(1)} s`,
  );
  console.log(
    `${((count * processor) / 1000).toFixed(0)} s of the processors in all, ${processor.toFixed(0)} ms a picture`,
  );
}

if (values.memory !== undefined) await importMany(Number(values.memory));
else if (values.kills !== undefined) await importKilled(Number(values.kills));
else if (values.sample) await sample();
else await compare();
