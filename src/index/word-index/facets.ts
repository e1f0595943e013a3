/** The values that results are narrowed by, counted over what a search has found. */
import type { Facet, FacetCount } from "../../core/words.ts";
import { packedLists } from "./packed-lists.ts";

export interface FacetTable {
  /** The values of the next document, each once. */
  add(facets: readonly Facet[]): void;
  counter(): FacetCounter;
}

export interface FacetCounter {
  count(document: number): void;
  /** Of each facet the commonest values, the commonest first. */
  commonest(values: number): readonly FacetCount[];
}

export function facetTable(): FacetTable {
  const numbers = new Map<string, number>();
  const facets: Facet[] = [];
  const byDocument = packedLists();

  const numberOf = (facet: Facet): number => {
    const key = `${facet.name}\u0000${facet.value}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, facets.length);
    return facets.push(facet) - 1;
  };
  return {
    add: (values) => byDocument.add(values.map(numberOf)),
    counter: () => {
      const counts = new Uint32Array(facets.length);
      const met: number[] = [];
      return {
        count: (document) => {
          for (const facet of byDocument.get(document)) if (counts[facet]++ === 0) met.push(facet);
        },
        commonest: (most) => {
          const taken = new Map<string, number>();
          return met
            .sort((one, other) => counts[other] - counts[one] || one - other)
            .flatMap((number): FacetCount[] => {
              const { name, value } = facets[number];
              const place = (taken.get(name) ?? 0) + 1;
              taken.set(name, place);
              return place > most ? [] : [{ name, value, pins: counts[number] }];
            });
        },
      };
    },
  };
}
