/** `bowerbird eval text|words`: how well words find texts and pictures, on anyone's own judgments. No state is needed. */
import type { Command } from "commander";
import { z } from "zod";
import { jsonLines, namingFiles, print, readText, tell, under, withEmptyEngine } from "./evaluation.ts";

interface TextOptions {
  readonly docs: string;
  readonly queries: string;
  readonly qrels: string;
  readonly json?: boolean;
}

interface WordsOptions {
  readonly manifest: string;
  readonly root: string;
  readonly field: "group" | "coarse";
  readonly json?: boolean;
}

/** A row of a manifest, or of a catalogue like the sample's, where a studio picture's kind is its item's category. */
const pictureRow = z.object({
  file: z.string(),
  set: z.string().default("pictures"),
  role: z.string().optional(),
  group: z.string().optional(),
  coarse: z.string().optional(),
  kind: z.string().optional(),
  items: z.array(z.object({ category: z.string() })).optional(),
});

export function addEvalText(evaluation: Command): void {
  evaluation
    .command("text")
    .description("mean average precision, nDCG and more of words, meaning and both, on judged texts")
    .requiredOption("--docs <file>", "documents in TREC's form or Cranfield's XML, plain or gzipped")
    .requiredOption("--queries <file>", "topics in the same form")
    .requiredOption("--qrels <file>", "judgments: topic, 0, document, grade")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExample:\n  bowerbird eval text --docs docs.xml --queries topics.xml --qrels judgments.txt",
    )
    .action(text);
  evaluation
    .command("words")
    .description("each kind's name as a query against the pictures, by their pixels only")
    .requiredOption("--manifest <file>", "JSON lines: file, set, group, coarse")
    .requiredOption("--root <folder>", "where the files are")
    .option("--field <name>", "which kind is meant: group or coarse", "group")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExample:\n  bowerbird eval words --manifest photos.jsonl --root ./photos --field coarse",
    )
    .action(words);
}

async function text({ docs, queries, qrels, json }: TextOptions): Promise<void> {
  const { numberedAsJudged, parseDocuments, parseJudgments, parseQueries } = await import(
    "../../search/judged-texts.ts"
  );
  const { evaluateText } = await import("../../search/evaluate-text.ts");
  const judgments = parseJudgments(readText(qrels), qrels);
  const texts = {
    documents: parseDocuments(readText(docs), docs),
    queries: numberedAsJudged(parseQueries(readText(queries), queries), judgments),
    judgments,
  };
  print(await withEmptyEngine(async ({ openText }) => evaluateText(texts, await openText(), tell)), json);
}

async function words({ manifest, root, field, json }: WordsOptions): Promise<void> {
  const { evaluateWords } = await import("../../search/evaluate-words.ts");
  const { BowerbirdError } = await import("../../core/errors.ts");
  if (field !== "group" && field !== "coarse") {
    throw new BowerbirdError("BAD_INPUT", { what: "--field", why: "it is group or coarse" });
  }
  const rows = jsonLines(manifest, pictureRow).flatMap((row) => {
    const ofCatalogue = row.kind === "item" ? row.items?.[0]?.category : undefined;
    const kind = row[field] ?? row.group ?? ofCatalogue;
    return kind === undefined ? [] : [{ file: row.file, set: row.set, kind }];
  });
  const pictureOf = under(root, rows);
  print(
    await withEmptyEngine(async ({ vision, openText, labelVectors }) =>
      evaluateWords(
        { vision: namingFiles(vision), text: await openText(), labelVectors: labelVectors() },
        rows,
        pictureOf,
        tell,
      ),
    ),
    json,
  );
}
