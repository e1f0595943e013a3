/** Help with searching over HTTP. */
import type { Pin, PinFilter } from "../../core/nouns.ts";
import type { Asked, Handlers } from "../asked.ts";
import type { guidance, SuggestionView } from "../contract/guidance.ts";
import type { FilterInput } from "../contract/views.ts";
import { iso } from "../pin-views.ts";
import { isNameless } from "../privacy.ts";
import { parseFilter } from "./pins.ts";

const few = 8;
const chipsShown = 12;

export const guidanceHandlers: Handlers<typeof guidance> = {
  suggest: async (asked) => {
    const { engine, query } = asked;
    const started = performance.now();
    const { q = "", limit = few } = query;
    const found = await engine.guidance.suggest(q, limit, askerOf(asked));
    return {
      q,
      suggestions: found.map(
        ({ pin, ...suggestion }): SuggestionView => ({
          ...suggestion,
          thumbnail: thumbnailOf(pin),
          search: searchOf(suggestion),
        }),
      ),
      milliseconds: performance.now() - started,
    };
  },
  guide: async ({ engine, query }) => {
    const filter = query.filter === undefined ? {} : parseFilter(query.filter);
    const { level, chips, pins } = await engine.guidance.guide(
      query.q ?? "",
      filter,
      query.limit ?? chipsShown,
    );
    return {
      level,
      chips: chips.map(({ facet, text, pins: kept, gain, seq, filter: narrowed }) => ({
        ...{ facet, label: text, pins: kept, gain, filter: viewFilter(narrowed) },
        thumbnail: thumbnailOf(pins.get(seq) ?? null),
      })),
    };
  },
  related: async ({ engine, query }) => {
    const items = await engine.guidance.related(query.q, query.limit ?? few);
    return { items: items.map(({ words, why, pin }) => ({ words, why, thumbnail: thumbnailOf(pin) })) };
  },
  trending: async ({ engine, query }) => {
    const items = await engine.guidance.trending(query.limit ?? few);
    return {
      items: items.map(({ words, people, shown }) => ({ words, people, thumbnail: thumbnailOf(shown) })),
    };
  },
  recent: async (asked) => {
    const asker = askerOf(asked);
    const items = asker === null ? [] : await asked.engine.guidance.recent(asker, asked.query.limit ?? few);
    return {
      items: items.map(({ words, at, shown }) => ({ words, at: iso(at), thumbnail: thumbnailOf(shown) })),
    };
  },
  forgetRecent: async ({ engine, caller, query }) => ({
    done: await engine.searches.forget(caller.who, query.q),
  }),
};

/** Whose past may be used for them: a person's who lets a history be kept. */
export function askerOf(asked: Pick<Asked, "engine" | "request" | "caller">): string | null {
  return asked.caller.person && !isNameless(asked) ? asked.caller.who : null;
}

export function thumbnailOf(pin: Pick<Pin, "blob"> | null): string | null {
  return pin && `/thumbnails/${pin.blob}/256`;
}

export const viewFilter = (filter: PinFilter): FilterInput => structuredClone(filter) as FilterInput;

/** A public board is a filter; one's own board and a person have pages of their own. */
function searchOf({ kind, text, board, person }: Pick<SuggestionView, "kind" | "text" | "board" | "person">) {
  if (board !== null || person !== null) return null;
  return kind === "board" ? { q: "", filter: { boards: [text] } } : { q: text, filter: {} };
}
