/** `bowerbird eval retrieval|detection|objects`: how good the vision is, on anyone's own data. No state is needed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { BowerbirdError } from "../core/errors.ts";
import type { Vision } from "../core/ports.ts";
import { settingsTable } from "../core/settings.ts";
import { cocoClasses } from "../vision/coco-classes.ts";
import { table } from "./terminal.ts";

interface ManifestOptions {
  readonly manifest: string;
  readonly root: string;
  readonly json?: boolean;
}

const box = z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() });

const retrievalRow = z.object({
  file: z.string(),
  set: z.string(),
  role: z.enum(["query", "catalogue"]),
  group: z.string(),
});

const catalogueRow = z.object({
  file: z.string(),
  kind: z.enum(["item", "scene"]),
  items: z.array(z.object({ itemId: z.number(), box, share: z.number() })),
});

/** Each box: the class's row in COCO's 80, then the middle and the size as fractions. */
const boxesFile = z.object({
  images: z.array(
    z.object({
      file: z.string(),
      boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
});

function truePictures(manifest: string) {
  return parseJson(readText(manifest), boxesFile, manifest).images.map(({ file, boxes }) => ({
    file,
    boxes: boxes.map(([row, middleX, middleY, w, h]) => ({
      className: cocoClasses[row] ?? "unknown",
      box: { x: middleX - w / 2, y: middleY - h / 2, w, h },
    })),
  }));
}

export function addEvalVision(evaluation: Command): void {
  evaluation
    .command("retrieval")
    .description("recall, precision and mean average precision of pictures that belong together")
    .requiredOption("--manifest <file>", "JSON lines: file, set, role (query or catalogue), group")
    .requiredOption("--root <folder>", "where the files are")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird eval retrieval --manifest photos.jsonl --root ./photos")
    .action(retrieval);
  evaluation
    .command("detection")
    .description("average precision at an overlap of .5 by COCO's 101 points")
    .requiredOption("--manifest <file>", "JSON: pictures with their true boxes")
    .requiredOption("--root <folder>", "where the files are")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird eval detection --manifest boxes.json --root ./photos")
    .action(detection);
  evaluation
    .command("objects")
    .description("how well objects in scenes find their studio pictures, and the other way")
    .requiredOption("--catalogue <folder>", "a folder like the sample catalogue")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird eval objects --catalogue samples/home")
    .action(objects);
}

async function retrieval({ manifest, root, json }: ManifestOptions): Promise<void> {
  const { evaluateRetrieval } = await import("../search/evaluate-retrieval.ts");
  const rows = jsonLines(manifest, retrievalRow);
  const score = await withVision((vision) =>
    evaluateRetrieval(vision, rows, under(root), settingsTable["search.cutoff"].default, tell),
  );
  print(score, json);
}

async function detection({ manifest, root, json }: ManifestOptions): Promise<void> {
  const { evaluateDetection } = await import("../search/evaluate-detection.ts");
  const pictures = truePictures(manifest);
  print(await withVision((vision) => evaluateDetection(vision, pictures, under(root), tell)), json);
}

async function objects({ catalogue, json }: { catalogue: string; json?: boolean }): Promise<void> {
  const { evaluateObjects } = await import("../search/evaluate-objects.ts");
  const pictures = jsonLines(join(catalogue, "pins.jsonl"), catalogueRow);
  print(
    await withVision((vision) =>
      evaluateObjects(vision, pictures, under(catalogue), settingsTable["search.cutoff"].default, tell),
    ),
    json,
  );
}

const under = (root: string) => (file: string) => ({ path: join(root, file) });

function tell(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${done}/${total}${done === total ? "\n" : ""}`);
}

/** The models of an engine over an empty folder. */
async function withVision<T>(work: (vision: Vision) => Promise<T>): Promise<T> {
  const { openEngine } = await import("../engine.ts");
  const data = mkdtempSync(join(tmpdir(), "bowerbird-eval-"));
  const engine = await openEngine({ data });
  try {
    return await work(engine.vision);
  } finally {
    await engine.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** @throws SOURCE_NOT_FOUND SOURCE_UNREADABLE */
function jsonLines<T>(file: string, schema: z.ZodType<T>): T[] {
  const lines = readText(file).split("\n");
  return lines.flatMap((line, i) =>
    line.trim() === "" ? [] : [parseJson(line, schema, `${file}:${i + 1}`)],
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file }, { cause });
  }
}

function parseJson<T>(text: string, schema: z.ZodType<T>, place: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const why = issue ? `${issue.path.join(".")} ${issue.message}` : "it is not JSON";
    throw new BowerbirdError("SOURCE_UNREADABLE", { source: place, why }, { cause });
  }
}

function print(score: object, json: boolean | undefined): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(score)}\n`);
    return;
  }
  const rows = flatten("", score).map(([name, value]) => [
    name,
    Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3),
  ]);
  process.stdout.write(table(["measure", "value"], rows));
}

function flatten(prefix: string, score: object): Array<readonly [string, number]> {
  return Object.entries(score).flatMap(([name, value]: [string, unknown]) => {
    const path = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "number") return [[path, value] as const];
    return typeof value === "object" && value !== null ? flatten(path, value) : [];
  });
}
