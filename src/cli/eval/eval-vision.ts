/** `bowerbird eval retrieval|detection|objects`: how good the vision is, on anyone's own data. No state is needed. */
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { settingsTable } from "../../core/settings.ts";
import type { RetrievalRow, RetrievalScores } from "../../search/evaluate-retrieval.ts";
import { cocoClasses } from "../../vision/coco-classes.ts";
import { table } from "../terminal.ts";
import {
  jsonLines,
  namingFiles,
  parseJson,
  print,
  readText,
  tell,
  under,
  withEmptyEngine,
} from "./evaluation.ts";

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

const classRow = z
  .int()
  .min(0)
  .max(cocoClasses.length - 1);

/** Each box: the class's row in COCO's 80, then the middle and the size as fractions. */
const boxesFile = z.object({
  images: z.array(
    z.object({
      file: z.string(),
      boxes: z.array(z.tuple([classRow, z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
});

function truePictures(manifest: string) {
  return parseJson(readText(manifest), boxesFile, manifest).images.map(({ file, boxes }) => ({
    file,
    boxes: boxes.map(([row, middleX, middleY, w, h]) => ({
      className: cocoClasses[row],
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
  const { evaluateRetrieval } = await import("../../search/evaluate-retrieval.ts");
  const rows = jsonLines(manifest, retrievalRow);
  const pictureOf = under(root, rows);
  tellOfLonely(rows);
  const score = await withEmptyEngine(({ vision }) =>
    evaluateRetrieval(namingFiles(vision), rows, pictureOf, settingsTable["search.cutoff"].default, tell),
  );
  if (json) print(score, json);
  else process.stdout.write(sideBySide(score));
}

/** Queries that nothing in the catalogue belongs to count as zero, which should not go unnoticed. */
function tellOfLonely(rows: readonly RetrievalRow[]): void {
  const nameOf = ({ set, group }: RetrievalRow): string => JSON.stringify([set, group]);
  const files = new Map<string, Set<string>>();
  for (const row of rows.filter(({ role }) => role === "catalogue")) {
    files.set(nameOf(row), (files.get(nameOf(row)) ?? new Set()).add(row.file));
  }
  const lonely = rows.filter((row) => {
    const others = new Set(files.get(nameOf(row)));
    others.delete(row.file);
    return row.role === "query" && others.size === 0;
  });
  if (lonely.length === 0) return;
  process.stderr.write(
    `nothing of the catalogue is of the same group as ${lonely.length} of the queries, the first ${lonely[0].file}; they count as zero\n`,
  );
}

/** Bare vectors, and the search as it is served. */
function sideBySide({ sets, search }: RetrievalScores): string {
  const shown = (value: number | undefined): string =>
    value === undefined ? "" : value.toFixed(3).replace(/^(\d+)\.000$/, "$1");
  const rows = Object.entries(search).flatMap(([set, served]) => {
    const bare: Readonly<Record<string, number>> = { ...sets[set] };
    return Object.entries(served).map(([measure, value]) => [
      set,
      measure,
      shown(bare[measure]),
      shown(value),
    ]);
  });
  return table(["set", "measure", "vectors", "search"], rows);
}

async function detection({ manifest, root, json }: ManifestOptions): Promise<void> {
  const { evaluateDetection } = await import("../../search/evaluate-detection.ts");
  const pictures = truePictures(manifest);
  const pictureOf = under(root, pictures);
  print(
    await withEmptyEngine(({ vision }) => evaluateDetection(namingFiles(vision), pictures, pictureOf, tell)),
    json,
  );
}

async function objects({ catalogue, json }: { catalogue: string; json?: boolean }): Promise<void> {
  const { evaluateObjects } = await import("../../search/evaluate-objects.ts");
  const pictures = jsonLines(join(catalogue, "pins.jsonl"), catalogueRow);
  const pictureOf = under(catalogue, pictures);
  const cutoff = settingsTable["search.cutoff"].default;
  print(
    await withEmptyEngine(({ vision }) =>
      evaluateObjects(namingFiles(vision), pictures, pictureOf, cutoff, tell),
    ),
    json,
  );
}
