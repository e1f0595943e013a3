/** Saved searches and how many new pictures fit them; asked again when the server says that something is new. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FilterInput, Refusal } from "../../api.ts";
import { useToast } from "../../parts/toast.tsx";
import { removeSearch, type SavedSearchView, savedSearches, saveSearch } from "../../search-api.ts";

const key = ["saved-searches"];

export function useSavedSearches() {
  return useQuery({ queryKey: key, queryFn: savedSearches, staleTime: 30_000 });
}

/** How many new pictures fit the kept searches; 0 until it is known. */
export function useFreshCount(): number {
  return useSavedSearches().data?.fresh ?? 0;
}

const same = (a: FilterInput, b: FilterInput): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether this search is kept, and the act that keeps it or lets it go. */
export function useKeeping(words: string, filter: FilterInput) {
  const queries = useQueryClient();
  const say = useToast();
  const saved = useSavedSearches().data?.items.find(
    (each) => each.words === words && same(each.filter, filter),
  );
  const keep = useMutation({
    mutationFn: async (): Promise<unknown> => (saved ? removeSearch(saved.id) : saveSearch(words, filter)),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: key });
      say({ words: saved ? "Search no longer kept" : "Search kept. New pictures that fit will be counted." });
    },
    onError: (error) => say({ words: error instanceof Refusal ? error.message : "That did not work." }),
  });
  return { kept: saved !== undefined, toggle: () => keep.mutate(), busy: keep.isPending };
}

/** Lets one go, and back again on request. */
export function useLetGo(): (search: SavedSearchView) => Promise<void> {
  const queries = useQueryClient();
  const say = useToast();
  const anew = () => queries.invalidateQueries({ queryKey: key });
  return async (search) => {
    await removeSearch(search.id);
    await anew();
    say({
      words: `“${search.name}” is no longer kept`,
      undo: async () => {
        await saveSearch(search.words, search.filter);
        await anew();
      },
    });
  };
}
