/** The pins of a board, a page at a time. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { boardPins } from "../../boards-api.ts";

export function useBoardPins(board: string, section: string | null) {
  return useInfiniteQuery({
    queryKey: ["board", board, "pins", section],
    queryFn: ({ pageParam }) => boardPins(board, section, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}
