/** Saved searches over HTTP. */
import { cutName } from "../../catalog/names.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { PinFilter } from "../../core/nouns.ts";
import type { SavedSearch } from "../../core/searches.ts";
import type { Engine } from "../../engine.ts";
import type { Handlers } from "../asked.ts";
import type { SavedSearchView, searches } from "../contract/searches.ts";
import { iso, viewPins } from "../pin-views.ts";
import { keeperOf } from "../profile.ts";
import { thumbnailOf, viewFilter } from "./guidance.ts";

const pageSize = 60;

export const savedSearchHandlers: Handlers<typeof searches> = {
  list: async ({ engine, caller }) => {
    await engine.guidance.noticed();
    const items = await viewSaved(engine, await engine.searches.list(caller.who));
    return { items, fresh: items.reduce((sum, { fresh }) => sum + fresh, 0) };
  },
  create: async (asked) => {
    const { engine, body } = asked;
    const words = (body.words ?? "").trim().replace(/\s+/gu, " ");
    const filter = (body.filter ?? {}) as PinFilter;
    if (words === "" && Object.keys(filter).length === 0) {
      throw new BowerbirdError("BAD_INPUT", { what: "the search", why: "give `words`, a `filter` or both" });
    }
    // What changed until now is not news.
    await engine.guidance.noticed();
    const name = cutName(body.name ?? (words || nameOf(filter)));
    const saved = await engine.searches.save(await keeperOf(asked), {
      name: name || "Saved search",
      words,
      filter,
    });
    const [view] = await viewSaved(engine, [saved]);
    return view;
  },
  read: async ({ engine, caller, params }) => {
    await engine.guidance.noticed();
    const [view] = await viewSaved(engine, [await engine.searches.read(caller.who, params.id)]);
    return view;
  },
  patch: async ({ engine, caller, params, body }) => {
    const [view] = await viewSaved(engine, [await engine.searches.rename(caller.who, params.id, body.name)]);
    return view;
  },
  remove: async ({ engine, caller, params }) => {
    await engine.searches.remove(caller.who, params.id);
    return { done: 1 };
  },
  matches: async ({ engine, caller, params, query }) => {
    await engine.guidance.noticed();
    const page = await engine.searches.matches(caller.who, params.id, {
      limit: query.limit ?? pageSize,
      ...(query.cursor !== undefined && { cursor: query.cursor }),
    });
    const pins = await engine.pins.read(page.items.map(({ pin }) => pin));
    const views = await viewPins(pins, engine.understandings, engine.vision.model);
    const byId = new Map(views.map((pin) => [pin.id, pin]));
    return {
      items: page.items.flatMap(({ pin: id, at, fresh }) => {
        const pin = byId.get(id);
        return pin ? [{ pin, at: iso(at), fresh }] : [];
      }),
      cursor: page.cursor,
    };
  },
  markSeen: async ({ engine, caller, params }) => ({
    done: await engine.searches.markSeen(caller.who, params.id),
  }),
};

async function viewSaved(engine: Engine, saved: readonly SavedSearch[]): Promise<SavedSearchView[]> {
  const covers = await engine.pins.read(saved.flatMap(({ cover }) => cover ?? []));
  const byId = new Map(covers.map((pin) => [pin.id, pin]));
  return saved.map(({ id, name, words, filter, createdAt, fresh, matches, cover }) => ({
    ...{ id, name, words, fresh, matches },
    ...{ filter: viewFilter(filter), createdAt: iso(createdAt) },
    thumbnail: thumbnailOf((cover !== null && byId.get(cover)) || null),
  }));
}

/** "chair, teal": the values of a filter without words. */
function nameOf(filter: PinFilter): string {
  return Object.values(filter)
    .flatMap((value) => (Array.isArray(value) ? value : []))
    .filter((value) => typeof value === "string")
    .join(", ");
}
