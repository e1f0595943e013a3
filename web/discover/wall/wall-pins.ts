/** The pins of the wall, page by page: everything that the filters leave, or what was found for words. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type FilterInput, listPins, type PinView, searchByWords, type WordAnswerView } from "../../api.ts";
import { type Address, filterOf, filtersOf } from "../address.ts";
import type { Place } from "../recording.ts";
import { useShown } from "../saving/hidden.ts";

/** A pin of the wall, and its place in the list that was served. */
export interface WallPin {
  readonly pin: PinView;
  readonly place: Place;
}

export interface WallPart {
  readonly slate: string;
  readonly pins: readonly PinView[];
  readonly cursor: string | null;
  /** What the words were taken for; null on a wall without words. */
  readonly answer: WordAnswerView | null;
}

async function partOf(
  { words, sort, literal }: Address,
  filter: FilterInput,
  cursor: string | null,
): Promise<WallPart> {
  if (!words) {
    const page = await listPins(filter, cursor);
    return { slate: page.slate, pins: page.items, cursor: page.cursor, answer: null };
  }
  const answer = await searchByWords(words, filter, { sort, literal }, cursor);
  const { slate, hits } = answer;
  return { slate, pins: hits.map(({ pin }) => pin), cursor: answer.cursor, answer };
}

/** Places of a search go on from page to page; each page of the wall begins anew. */
function placesOf(parts: readonly WallPart[]): WallPin[] {
  let before = 0;
  return parts.flatMap(({ slate, pins, answer }) => {
    const surface = answer ? "search" : "wall";
    const from = answer ? before : 0;
    before += pins.length;
    return pins.map((pin, i) => ({ pin, place: { surface, slate, position: from + i } }));
  });
}

/** The pins known so far that may be shown, what the words were taken for, and the question itself. */
export function useWallPins(address: Address) {
  const { words, sort, literal } = address;
  const filters = filtersOf(address);
  const shown = useShown();
  const query = useInfiniteQuery({
    queryKey: ["pins", words, sort, literal, filters],
    queryFn: ({ pageParam }) => partOf(address, filterOf(filters), pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (part) => part.cursor,
  });
  const pins = useMemo(
    () => placesOf(query.data?.pages ?? []).filter(({ pin }) => shown(pin)),
    [query.data, shown],
  );
  const [first] = query.data?.pages ?? [];
  return { query, pins, slate: first?.slate, answer: first?.answer ?? null };
}
