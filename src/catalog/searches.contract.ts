/** What every store of searches does: past ones are few and once each; saved ones notice pins once, for their owner only. */
import { beforeEach, describe, expect, test } from "vitest";
import type { PinStore } from "../core/ports.ts";
import type { SearchStore } from "../core/searches.ts";
import { draftOf } from "./pins.contract.ts";

interface Opened {
  readonly searches: SearchStore;
  readonly pins: PinStore;
  readonly advance: (milliseconds: number) => void;
}

const [ada, bob] = ["person:ada", "person:bob"];
const missing = { code: "SEARCH_NOT_FOUND" };

export function searchStoreContract(name: string, open: () => Opened): void {
  describe(`${name} and searches`, () => {
    let opened: Opened;
    let searches: SearchStore;
    beforeEach(() => {
      opened = open();
      searches = opened.searches;
    });
    const admit = async (...names: string[]) =>
      (await opened.pins.admitMany(names.map((each) => draftOf(each)))).map(({ pin }) => pin);

    test("past searches: the latest first, each once, fifty at most, forgotten singly or all", async () => {
      for (let i = 0; i < 60; i++) {
        await searches.remember(ada, `word ${i}`);
        opened.advance(1);
      }
      await searches.remember(ada, "Word 20");
      await searches.remember(bob, "his");
      const past = await searches.recent(ada, 100);
      expect(past).toHaveLength(50);
      expect(past[0].words).toBe("Word 20");
      expect(past[1].words).toBe("word 59");
      expect(past.filter(({ words }) => words.toLowerCase() === "word 20")).toHaveLength(1);
      expect(await searches.forget(ada, "WORD 59")).toBe(1);
      expect(await searches.forget(ada, "his")).toBe(0);
      expect(await searches.forget(ada)).toBe(49);
      expect(await searches.recent(ada, 9)).toEqual([]);
      expect(await searches.recent(bob, 9)).toHaveLength(1);
    });

    test("the same search is saved once; only its owner reads, renames and removes it", async () => {
      const draft = { name: "Teal", words: "teal sofa", filter: { kinds: ["sofa"], colours: ["teal"] } };
      const saved = await searches.save(ada, draft);
      const again = await searches.save(ada, { ...draft, filter: { colours: ["teal"], kinds: ["sofa"] } });
      expect(again.id).toBe(saved.id);
      expect(await searches.list(ada)).toMatchObject([{ ...draft, fresh: 0, matches: 0, cover: null }]);
      expect(await searches.list(bob)).toEqual([]);
      await expect(searches.read(bob, saved.id)).rejects.toMatchObject(missing);
      await expect(searches.rename(bob, saved.id, "His")).rejects.toMatchObject(missing);
      await expect(searches.remove(bob, saved.id)).rejects.toMatchObject(missing);
      await expect(searches.markSeen(bob, saved.id)).rejects.toMatchObject(missing);
      await expect(searches.matches(bob, saved.id, { limit: 1 })).rejects.toMatchObject(missing);
      expect((await searches.rename(ada, saved.id, "  Blue  ")).name).toBe("Blue");
      await searches.remove(ada, saved.id);
      await expect(searches.read(ada, saved.id)).rejects.toMatchObject(missing);
    });

    test("a hundred are enough", async () => {
      for (let i = 0; i < 100; i++) await searches.save(ada, { name: "n", words: `${i}`, filter: {} });
      await expect(searches.save(ada, { name: "n", words: "more", filter: {} })).rejects.toMatchObject({
        code: "TOO_MANY_SEARCHES",
        details: { bound: 100 },
      });
    });

    test("pins are noticed once, paged from the latest, seen together; deleted ones do not count", async () => {
      const [old] = await admit("old");
      const { id } = await searches.save(ada, { name: "All", words: "chair", filter: {} });
      expect(searches.watched()).toMatchObject([{ id, words: "chair", after: old.seq }]);
      const pins = await admit("a", "b", "c");
      const found = pins.map(({ seq }) => ({ search: id, seq }));
      await searches.notice([...found, { search: "gone", seq: pins[0].seq }], { revision: 7, seq: 3 });
      expect(searches.watchedTo()).toEqual({ revision: 7, seq: 3 });
      opened.advance(5);
      await searches.notice(found.slice(0, 1), { revision: 8, seq: 3 });
      expect(await searches.read(ada, id)).toMatchObject({ fresh: 3, matches: 3, cover: pins[2].id });
      const first = await searches.matches(ada, id, { limit: 2 });
      const rest = await searches.matches(ada, id, { limit: 2, cursor: first.cursor ?? "" });
      expect([...first.items, ...rest.items].map(({ pin }) => pin)).toEqual(
        pins.toReversed().map(({ id: pin }) => pin),
      );
      expect(rest.cursor).toBeNull();
      await opened.pins.remove([pins[2].id]);
      expect(await searches.read(ada, id)).toMatchObject({ fresh: 2, matches: 2, cover: pins[1].id });
      await searches.markSeen(ada, id);
      expect(await searches.read(ada, id)).toMatchObject({ fresh: 0, matches: 2 });
      expect((await searches.matches(ada, id, { limit: 9 })).items.every(({ fresh }) => !fresh)).toBe(true);
    });
  });
}
