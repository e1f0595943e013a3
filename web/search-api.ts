/** What the search box, the results and the saved searches ask of the server. */
import type { GuidedChipView, NearSearchView, SuggestionView } from "../src/http/contract/guidance.ts";
import type { SavedSearchView } from "../src/http/contract/searches.ts";
import { ask, type FilterInput, type PinView, write } from "./api.ts";

export type { GuidedChipView, NearSearchView, SavedSearchView, SuggestionView };

const asked = (words: string, filter: FilterInput = {}): URLSearchParams => {
  const question = new URLSearchParams({ q: words });
  if (Object.keys(filter).length > 0) question.set("filter", JSON.stringify(filter));
  return question;
};

export async function suggestions(typed: string): Promise<readonly SuggestionView[]> {
  const question = new URLSearchParams({ q: typed, limit: typed === "" ? "14" : "8" });
  return (await ask<{ suggestions: SuggestionView[] }>(`/search/suggest?${question}`)).suggestions;
}

export const guidedChips = (words: string, filter: FilterInput) =>
  ask<{ level: number; chips: GuidedChipView[] }>(`/search/guide?${asked(words, filter)}`);

export async function relatedSearches(words: string): Promise<readonly NearSearchView[]> {
  return (await ask<{ items: NearSearchView[] }>(`/search/related?${asked(words)}`)).items;
}

export const forgetSearch = (words: string | null) =>
  write<unknown>("DELETE", words === null ? "/search/recent" : `/search/recent?${asked(words)}`);

export const savedSearches = () => ask<{ items: SavedSearchView[]; fresh: number }>("/searches");
export const saveSearch = (words: string, filter: FilterInput) =>
  write<SavedSearchView>("POST", "/searches", { words, filter });
export const removeSearch = (id: string) => write<unknown>("DELETE", `/searches/${id}`);
export const searchSeen = (id: string) => write<unknown>("POST", `/searches/${id}/seen`);
export const newPins = (id: string) =>
  ask<{ items: Array<{ pin: PinView; at: string; fresh: boolean }> }>(`/searches/${id}/pins?limit=60`);
