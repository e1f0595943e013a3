/** Judged texts for the benchmarks of text search: `--docs FILE --queries FILE --qrels FILE`, plain or gzipped. */
import { readText } from "../../src/cli/eval/evaluation.ts";
import {
  numberedAsJudged,
  parseDocuments,
  parseJudgments,
  parseQueries,
} from "../../src/search/judged-texts.ts";

export const judgedFlags = {
  docs: { type: "string", default: "" },
  queries: { type: "string", default: "" },
  qrels: { type: "string", default: "" },
  folds: { type: "string", default: "5" },
} as const;

/** Questions that nobody judged are left out. */
export function readJudged(files: {
  readonly docs: string;
  readonly queries: string;
  readonly qrels: string;
}) {
  const documents = parseDocuments(readText(files.docs), files.docs);
  const judgments = parseJudgments(readText(files.qrels), files.qrels);
  const queries = numberedAsJudged(parseQueries(readText(files.queries), files.queries), judgments);
  return { documents, judgments, judged: queries.filter(({ id }) => judgments.has(id)) };
}
