/** The values that results are narrowed by, counted over what a search has found. */
import {
  type Column,
  columnsOf,
  type SavedColumns,
  savedPart,
  textColumn,
  textsOf,
} from "../../core/columns.ts";
import type { Facet, FacetCount } from "../../core/words.ts";
import { type TopK, topK } from "../../math/top-k.ts";
import { packedLists } from "./packed-lists.ts";
import type { Renumbering } from "./renumbering.ts";

export interface FacetTable {
  /** The values of the next document, each once. */
  add(facets: readonly Facet[]): void;
  counter(): FacetCounter;
  /** Everything as it is now. */
  columns(): Column[];
}

export interface FacetCounter {
  /** @param document not counted before */
  count(document: number): void;
  /** Of each facet the commonest values, the commonest first. */
  commonest(values: number): readonly FacetCount[];
}

/** @param saved what `columns` has written, with the documents' new numbers */
export function facetTable(saved: SavedColumns | null = null, numbering: Renumbering = null): FacetTable {
  const keys = saved ? textsOf(saved, "values") : [];
  const facets = keys.map(facetOf);
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const byDocument = packedLists(saved && savedPart("by document", saved), numbering);
  /** All zero between countings, [facets] and more: a search makes no garbage of its own size. */
  let counts = new Uint32Array(0);

  const numberOf = (facet: Facet): number => {
    const key = `${facet.name}${between}${facet.value}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, facets.length);
    keys.push(key);
    return facets.push(facet) - 1;
  };
  /** Each value that these documents have, with how many of them have it. */
  const counted = (documents: readonly number[], tell: (facet: number, pins: number) => void): void => {
    if (counts.length < facets.length) counts = new Uint32Array(2 * facets.length);
    const met: number[] = [];
    for (const document of documents) byDocument.tally(document, counts, met);
    for (const facet of met) {
      tell(facet, counts[facet]);
      counts[facet] = 0;
    }
  };
  return {
    add: (values) => byDocument.add(values.map(numberOf)),
    counter: () => {
      const documents: number[] = [];
      return {
        count: (document) => documents.push(document),
        commonest: (most) => {
          const best = new Map<string, TopK>();
          counted(documents, (facet, pins) => {
            const { name } = facets[facet];
            const ofName = best.get(name) ?? topK(most);
            best.set(name, ofName);
            ofName.push(facet, pins);
          });
          return [...best.values()]
            .flatMap((ofName) => ofName.sorted())
            .sort((one, other) => other.score - one.score || one.id - other.id)
            .map(({ id, score }): FacetCount => ({ ...facets[id], pins: score }));
        },
      };
    },
    columns: () => [textColumn("values", keys), ...columnsOf("by document", byDocument.columns())],
  };
}

const between = "\u0000";

function facetOf(key: string): Facet {
  const end = key.indexOf(between);
  return { name: key.slice(0, end), value: key.slice(end + between.length) };
}
