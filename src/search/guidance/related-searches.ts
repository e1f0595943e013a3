/**
 * Searches near to a search: a walk with restarts on the graph of searches and the pins people chose for them. From a
 * search one goes to a chosen pin in proportion to how many people chose it, from there to a search in the same way, and
 * with probability ½ begins anew.
 *
 *   p ← ½·e_q + ½·Cᵀ·(C·p),   C row-normalised counts of choices;   related(q') = p[q'] / sqrt(degree of q')
 *
 * The root of the degree keeps the searches that everything leads to from being related to everything.
 *
 * Sources: N. Craswell, M. Szummer (2007), "Random walks on the click graph", SIGIR; P. Boldi et al. (2008), "The
 * query-flow graph: model and applications", CIKM.
 */
import type { ChoiceGraph } from "./search-memory.ts";

const restart = 0.5;
const rounds = 4;
/** The most probable are followed; what is left is too little to matter. */
const followed = 300;

/** Keys of searches with their nearness, nearest first; the search itself is not among them. */
export function relatedByChoices(
  key: string,
  graph: ChoiceGraph,
  limit: number,
): Array<{ readonly key: string; readonly nearness: number }> {
  let searches = new Map([[key, 1]]);
  for (let round = 0; round < rounds; round++) {
    const pins = step(searches, (each) => graph.pinsOf(each));
    const back = step(pins, (pin) => graph.searchesOf(pin));
    searches = new Map([...back].map(([each, chance]) => [each, (1 - restart) * chance]));
    searches.set(key, (searches.get(key) ?? 0) + restart);
  }
  const degree = (each: string): number =>
    Math.max(
      1,
      [...graph.pinsOf(each).values()].reduce((sum, people) => sum + people, 0),
    );
  return [...searches]
    .filter(([each]) => each !== key)
    .map(([each, chance]) => ({ key: each, nearness: chance / Math.sqrt(degree(each)) }))
    .sort((a, b) => b.nearness - a.nearness || (a.key < b.key ? -1 : 1))
    .slice(0, limit);
}

function step(
  from: ReadonlyMap<string, number>,
  ends: (each: string) => ReadonlyMap<string, number>,
): Map<string, number> {
  const to = new Map<string, number>();
  const likely = [...from].sort((a, b) => b[1] - a[1]).slice(0, followed);
  for (const [each, chance] of likely) {
    const next = ends(each);
    let total = 0;
    for (const people of next.values()) total += people;
    for (const [end, people] of next) to.set(end, (to.get(end) ?? 0) + (chance * people) / total);
  }
  return to;
}
