/** The pins of the wall, page by page: everything that the filters leave, or what was found for words. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type FilterInput, listPins, type PinView, searchByWords, type WordAnswerView } from "../api.ts";
import { type Address, filterOf, filtersOf } from "./address.ts";
import { useShown } from "./boards/hidden.ts";

export interface WallPart {
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
    return { pins: page.items, cursor: page.cursor, answer: null };
  }
  const answer = await searchByWords(words, filter, { sort, literal }, cursor);
  return { pins: answer.hits.map(({ pin }) => pin), cursor: answer.cursor, answer };
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
    () => query.data?.pages.flatMap((part) => part.pins).filter(shown) ?? [],
    [query.data, shown],
  );
  return { query, pins, answer: query.data?.pages[0]?.answer ?? null };
}
