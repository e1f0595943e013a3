/** A phrase book that was saved and taken up again, once and again, says what one that is made anew says. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PinLook, PinLooks } from "../../core/guidance.ts";
import { columnFile } from "../../io/files/column-file.ts";
import type { Phrase, PhraseBook } from "./phrase-book.ts";
import { phraseKeeper } from "./phrase-keeper.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-phrases-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const word = fc.constantFrom("oak", "old", "chair", "chest", "Ché", "red");
const words = fc.array(word, { maxLength: 4 });
/** Words of titles are no tags here: what a text is said to be stays when the pin that said most is gone. */
const title = fc.array(fc.constantFrom("with", "a", "lid", "lamp", "chaise"), { maxLength: 5 });
const looked = fc.record({
  ...{ title, tags: words, kinds: fc.constant(["furniture"]) },
  boards: fc.array(word, { maxLength: 1 }),
});
const changing = fc.array(fc.tuple(fc.nat(20), fc.option(looked)), { maxLength: 60 });

/** Looks that change, as the state tells of them. */
function changingLooks() {
  const rows = new Map<number, { seq: number; revision: number; look: PinLook | null }>();
  let revision = 0;
  const looks: PinLooks = {
    read: () => [],
    latest: () => revision,
    since: (mark, limit) => {
      const after = [...rows.values()]
        .filter((row) => row.revision > mark.revision)
        .sort((one, other) => one.revision - other.revision)
        .slice(0, limit);
      const last = after.at(-1);
      return { changes: after, mark: last ? { revision: last.revision, seq: last.seq } : mark };
    },
  };
  const change = (seq: number, look: (Omit<PinLook, "seq" | "title"> & { title: string }) | null): void => {
    rows.set(seq, { seq, revision: ++revision, look: look && { ...look, seq } });
  };
  return { looks, change };
}

const said = (phrases: readonly Phrase[]) =>
  phrases.map(({ kind, key, pins }) => `${kind} ${key} ${pins}`).sort();
const answersOf = (book: PhraseBook) => ({
  size: book.size,
  found: ["", "o", "ch", "chair", "chair o", "zz"].map((start) =>
    said(book.best(start, 500, ({ pins }) => pins)),
  ),
  // With room for a few only, phrases that cannot be among the best are not weighed.
  best: ["o", "c"].map((start) => book.best(start, 3, ({ pins }) => pins).map(({ pins }) => pins)),
  examples: book.best("", 500, () => 1).every(({ examples, pins }) => examples.length > 0 || pins > 4),
  uses: ["oak", "che", "with", "nothing"].map(book.words.uses),
  begins: ["re", "wi", "x"].map(book.words.begins),
});

test("whatever changed before and after it was saved", async () => {
  await fc.assert(
    fc.asyncProperty(changing, changing, changing, async (...rounds) => {
      const { looks, change } = changingLooks();
      const file = columnFile(join(folder, "phrases.columns"));
      await file.clear();
      const ports = { model: () => "eye@1", tick: () => 0 };
      for (const changes of rounds) {
        for (const [seq, look] of changes) {
          change(
            seq,
            look && {
              ...{ title: look.title.join(" "), tags: look.tags, kinds: look.kinds, boards: look.boards },
              ...{ attributes: {}, colours: [] },
            },
          );
        }
        const kept = phraseKeeper(looks, { ...ports, file });
        await kept.open();
        const anew = phraseKeeper(looks, ports);
        await Promise.all([kept.catchUp(), anew.catchUp()]);
        expect(answersOf(kept.current())).toEqual(answersOf(anew.current()));
        await kept.save();
      }
    }),
    { numRuns: 60 },
  );
});
