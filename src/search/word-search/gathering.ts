/** What the steps of a plan find, gathered: each photograph once, by the first step that finds it, and all of it counted. */
import type { FacetCount, ScorePart, Step } from "../../core/words.ts";
import type { Ranked } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import { type Scored, topK } from "../../math/top-k.ts";

export interface Found {
  readonly document: number;
  readonly score: number;
  readonly step: Step;
  /** What the score is the sum of. */
  readonly parts: () => readonly ScorePart[];
}

export interface Gathering {
  /** Best first, step by step; of each step at most `deepest`. */
  readonly found: readonly Found[];
  /** Photographs found by all steps until now. */
  readonly total: number;
  /** The last step that was taken. */
  readonly reached: Step;
  /** Adds what a step has found. */
  take(step: Step, ranked: Ranked, place: Place): void;
  facets(values: number): readonly FacetCount[];
}

/** Puts the best of a step in their final order. */
export type Place = (best: readonly Scored[]) => {
  /** A step only where it is another than the one that was taken. */
  readonly placed: ReadonlyArray<Scored & { readonly step?: Step }>;
  readonly parts: (document: number) => readonly ScorePart[];
};

/** Values are counted in at most so many of the pins found; with more of them the counts are of these only. */
const mostCounted = 20_000;

export function gathering(
  { table, facets }: Pick<WordIndex, "table" | "facets">,
  deepest: number,
): Gathering {
  const isTaken = takenOnce(table.end);
  const groupsTaken = new Set<number>();
  const found: Found[] = [];
  const counter = facets();
  let total = 0;
  let reached: Step = "all words";

  const take: Gathering["take"] = (step, { documents, scores }, place) => {
    reached = step;
    const best = topK(deepest);
    const tell = (document: number, score: number): void => {
      if (total++ < mostCounted) counter.count(document);
      best.push(document, score);
    };
    const copies = new Map<number, { document: number; score: number }>();
    for (let i = 0; i < documents.length; i++) {
      const document = documents[i];
      if (isTaken(document)) continue;
      const group = table.sharedGroup(document);
      if (group < 0) tell(document, scores[i]);
      else if (!groupsTaken.has(group) && !(scores[i] <= (copies.get(group)?.score ?? -Infinity))) {
        copies.set(group, { document, score: scores[i] });
      }
    }
    for (const [group, { document, score }] of copies) {
      groupsTaken.add(group);
      tell(document, score);
    }
    const { placed, parts } = place(best.sorted());
    for (const { id, score, step: shown = step } of placed) {
      found.push({ document: id, score, step: shown, parts: () => parts(id) });
    }
  };
  return {
    found,
    get total() {
      return total;
    },
    get reached() {
      return reached;
    },
    take,
    facets: counter.commonest,
  };
}

/** Whether a number below `end` was asked for before: one bit a document. */
function takenOnce(end: number): (document: number) => boolean {
  const taken = new Uint8Array((end + 7) >>> 3);
  return (document) => {
    const before = taken[document >>> 3];
    taken[document >>> 3] = before | (1 << (document & 7));
    return (before & (1 << (document & 7))) !== 0;
  };
}
