/**
 * How well a picture finds the pictures that belong to it, on a team's own labelled photos.
 *
 * Rows of role `query` are asked against rows of role `catalogue` of the same set; relevant are those of the same group.
 * Recall@k here is the share of queries with something relevant among the first k (as in image retrieval), precision@10
 * the share of the first ten that is relevant, and mean average precision is over the whole ranking. A query with
 * nothing relevant in the catalogue counts as zero. A file may be both: asked with, it is left out of its own answer, so
 * that a set whose rows are all of both roles is judged by leaving one out. Nothing is tuned: `sets` is bare whole-picture vectors by dot
 * product, `search` the search as it is served, over the same pictures.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { Understanding } from "../core/nouns.ts";
import type { PictureSource, Vision } from "../core/ports.ts";
import { averagePrecisionAt, precisionAt, successAt } from "../math/ranking-metrics.ts";
import { dot } from "../math/vectors.ts";
import { forEachAtOnce } from "./at-once.ts";
import { type SearchScore, scoreSearch } from "./evaluate-search.ts";

export interface RetrievalRow {
  /** As given to `pictureOf`. */
  readonly file: string;
  readonly set: string;
  readonly role: "query" | "catalogue";
  readonly group: string;
}

/** Shares, 0..1, but for `queries`. */
export interface RetrievalScore {
  readonly queries: number;
  readonly recallAt1: number;
  readonly recallAt10: number;
  readonly precisionAt10: number;
  readonly meanAveragePrecision: number;
}

/** Rows with their vectors of unit length. */
type Vectors = RetrievalRow & { readonly embedding: Float32Array };
type Seen = Vectors & { readonly seen: Understanding };

export interface RetrievalScores {
  readonly sets: Readonly<Record<string, RetrievalScore>>;
  readonly search: Readonly<Record<string, SearchScore>>;
}

/**
 * @param cutoff as the setting `search.cutoff`
 * @throws PICTURE_* NOTHING_TO_JUDGE when there is no set, or no query or no catalogue in one
 */
export async function evaluateRetrieval(
  vision: Vision,
  rows: readonly RetrievalRow[],
  pictureOf: (file: string) => PictureSource,
  cutoff: number,
  progress: (done: number, total: number) => void = () => {},
): Promise<RetrievalScores> {
  const names = [...new Set(rows.map(({ set }) => set))];
  if (names.length === 0) throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "there is no row" });
  for (const name of names) refuseWithoutRoles(rows.filter(({ set }) => set === name));
  let done = 0;
  const files = [...new Set(rows.map(({ file }) => file))];
  const looks = await forEachAtOnce(files, vision.processes, async (file) => {
    const seen = await vision.understand(pictureOf(file));
    progress(++done, files.length);
    return [file, seen] as const;
  });
  const seenIn = new Map(looks);
  const all = rows.flatMap((row): Seen[] => {
    const seen = seenIn.get(row.file);
    return seen ? [{ ...row, seen, embedding: seen.embedding }] : [];
  });
  const sets: Record<string, RetrievalScore> = {};
  const search: Record<string, SearchScore> = {};
  for (const name of names) {
    const set = all.filter((row) => row.set === name);
    sets[name] = scoreRetrieval(set);
    search[name] = await searchSet(set, cutoff);
  }
  return { sets, search };
}

async function searchSet(rows: readonly Seen[], cutoff: number): Promise<SearchScore> {
  const catalogue = rows.filter(({ role }) => role === "catalogue");
  const questions = rows
    .filter(({ role }) => role === "query")
    .map(({ seen, group, file }) => ({
      seen,
      relevant: placesWhere(catalogue, (row) => row.group === group && row.file !== file),
      own: placesWhere(catalogue, (row) => row.file === file),
    }));
  return scoreSearch(
    catalogue.map(({ seen }) => seen),
    questions,
    cutoff,
  );
}

function placesWhere(
  catalogue: readonly RetrievalRow[],
  holds: (row: RetrievalRow) => boolean,
): ReadonlySet<number> {
  return new Set(catalogue.flatMap((row, place) => (holds(row) ? [place] : [])));
}

/** Rows of one set. */
function refuseWithoutRoles(rows: readonly RetrievalRow[]): void {
  const missing = (["query", "catalogue"] as const).find((role) => rows.every((row) => row.role !== role));
  if (!missing) return;
  const why = `no row of the set ${rows[0]?.set ?? ""} has the role ${missing}`;
  throw new BowerbirdError("NOTHING_TO_JUDGE", { why });
}

/** One set. O(queries × catalogue × dimensions). @throws NOTHING_TO_JUDGE */
export function scoreRetrieval(rows: readonly Vectors[]): RetrievalScore {
  const queries = rows.filter(({ role }) => role === "query");
  const catalogue = rows.filter(({ role }) => role === "catalogue");
  refuseWithoutRoles(rows);
  const lists = queries.map((query) =>
    catalogue
      .filter(({ file }) => file !== query.file)
      .map((row) => ({
        grade: row.group === query.group ? 1 : 0,
        similarity: dot(row.embedding, query.embedding),
      }))
      .sort((a, b) => b.similarity - a.similarity)
      .map(({ grade }) => grade),
  );
  const mean = (measure: (list: readonly number[]) => number): number =>
    lists.reduce((sum, list) => sum + measure(list), 0) / lists.length;
  return {
    queries: queries.length,
    recallAt1: mean((list) => successAt(list, 1)),
    recallAt10: mean((list) => successAt(list, 10)),
    precisionAt10: mean((list) => precisionAt(list, 10)),
    meanAveragePrecision: mean((list) => averagePrecisionAt(list, list.filter((grade) => grade > 0).length)),
  };
}
