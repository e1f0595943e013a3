/** In which order what was found is shown. Other orders than relevance are of the surest and best, not of everything. */
import type { PinStore } from "../../core/ports.ts";
import type { Step } from "../../core/words.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { Found } from "./gathering.ts";

export const resultSorts = ["relevance", "newest", "oldest", "price"] as const;
export type ResultSort = (typeof resultSorts)[number];

/** Vague finds are no more relevant for being new: they stay behind the sure ones. */
const sure: ReadonlySet<Step> = new Set(["phrase", "all words", "spelling", "related words"]);
export const mostArranged = 1000;
const beyondAnyPrice = 1e12;

export async function arrange(
  found: readonly Found[],
  sort: ResultSort,
  { table }: Pick<WordIndex, "table">,
  pins: Pick<PinStore, "readSeqs">,
): Promise<readonly Found[]> {
  if (sort === "relevance") return found;
  const surest = found.filter(({ step }) => sure.has(step)).slice(0, mostArranged);
  const rest = found.filter((one) => !surest.includes(one));
  const keys = new Map<number, number>();
  const seqOf = ({ document }: Found): number => table.seq(document);
  if (sort === "price") {
    const read = await pins.readSeqs(surest.map(seqOf));
    const counts = Map.groupBy(read, ({ price }) => price?.currency ?? "");
    // the commonest currency first: amounts of two are not compared
    const order = [...counts.keys()].sort(
      (a, b) => (counts.get(b)?.length ?? 0) - (counts.get(a)?.length ?? 0),
    );
    for (const { seq, price } of read) {
      if (price) keys.set(seq, order.indexOf(price.currency) * beyondAnyPrice + price.amount);
    }
  } else for (const one of surest) keys.set(seqOf(one), sort === "newest" ? -seqOf(one) : seqOf(one));
  const keyOf = (one: Found): number => keys.get(seqOf(one)) ?? Number.POSITIVE_INFINITY;
  const before = (a: Found, b: Found): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
  return [...surest.toSorted(before), ...rest];
}
