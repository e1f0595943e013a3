/** A word index that was saved and taken up again answers as one that is built anew. */
import { existsSync, mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ColumnFile } from "../../core/columns.ts";
import type { Pin } from "../../core/nouns.ts";
import { type Random, seededRandom } from "../../core/random.ts";
import type { PinChanges } from "../../core/words.ts";
import { columnFile } from "../../io/files/column-file.ts";
import type { WordGroup } from "./leads.ts";
import type { Ranked } from "./ranking.ts";
import type { WordIndex } from "./word-index.ts";
import { type WordKeeperPorts, wordKeeper } from "./word-keeper.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-words-"));
  path = join(folder, "words.columns");
});
afterEach(() => rmSync(folder, { recursive: true }));

const vocabulary = ["oak", "lamp", "lamps", "blue", "velvet", "chair", "kitchen", "navy", "brass", "stool"];

function pinWith(seq: number, random: Random): Pin {
  const words = (count: number) =>
    Array.from({ length: count }, () => vocabulary[random.integer(vocabulary.length)]);
  return {
    ...{ id: `p${seq}`, seq, group: `p${random.next() < 0.2 ? 1 : seq}`, blob: "", owner: "person:a" },
    ...{ title: words(1 + random.integer(4)).join(" "), tags: words(random.integer(3)), domain: "" },
    ...{ description: words(random.integer(9)).join(" "), mime: "image/webp", bytes: 1, width: 1, height: 1 },
    ...{ placeholder: "", link: "", attributes: {}, boards: [], sources: [], createdAt: 0, updatedAt: 0 },
    ...{ price: random.next() < 0.3 ? { amount: seq, currency: "EUR" } : null, deletedAt: null, version: 1 },
  };
}

/** Pins that change, are taken out and come back, as the state tells of them. */
function collection(random: Random) {
  const rows = new Map<number, { seq: number; revision: number; pin: Pin | null }>();
  let revision = 0;
  const change = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const seq = 1 + random.integer(90);
      rows.set(seq, { seq, revision: ++revision, pin: random.next() < 0.2 ? null : pinWith(seq, random) });
    }
  };
  const changes: PinChanges = {
    latest: () => revision,
    since: (mark, limit) => {
      const after = [...rows.values()]
        .filter((row) => row.revision > mark.revision)
        .sort((one, other) => one.revision - other.revision)
        .slice(0, limit);
      const last = after.at(-1);
      return {
        changes: after.map(({ seq, pin }) => ({ seq, pin, seen: null })),
        mark: last ? { revision: last.revision, seq: last.seq } : mark,
      };
    },
  };
  return { changes, change };
}

const portsOf = (changes: PinChanges, file?: ColumnFile): WordKeeperPorts => ({
  ...{ changes, model: () => "eye@1", labels: () => [], tick: () => 0 },
  ...(file && { file }),
});

/** Everything that can be asked of an index, by pin and value, whatever the numbers of its documents. */
function answersOf(index: WordIndex, asked: ReadonlyArray<readonly string[]>) {
  const groups: WordGroup[] = asked.map((words) => ({
    weight: 1,
    terms: words.flatMap((word) => {
      const term = index.terms.find(word);
      return term < 0 ? [] : [{ term, weight: 1 }];
    }),
  }));
  const byPin = ({ documents, scores }: Ranked) =>
    Array.from(documents, (document, i) => [index.table.seq(document), scores[i].toFixed(4)] as const).sort(
      (one, other) => one[0] - other[0],
    );
  const found = index.any(groups, { share: 0.4 });
  const counter = index.facets();
  found.documents.forEach(counter.count);
  const facets = counter.commonest(50).map(({ name, value, pins }) => `${name} ${value} ${pins}`);
  return {
    ...{ size: index.size, priced: index.priced, all: byPin(index.all(groups)), any: byPin(found) },
    facets: facets.sort(),
    completions: ["l", "ch", "zz"].map((start) =>
      index.vocabulary
        .completions(start, 9)
        .map(({ word, pins }) => `${word} ${pins}`)
        .sort(),
    ),
    meant: ["lanp", "kitchne", "velvte", "chiar"].map(index.vocabulary.nearest),
    copies: byPin(found).map(([seq]) => index.table.sharedGroup(index.table.ofPin(seq)) >= 0),
    texts: byPin(found).map(([seq]) =>
      Array.from(index.table.terms(index.table.ofPin(seq)), (term) =>
        term > 0 ? index.terms.name(term - 1) : "|",
      ),
    ),
  };
}

const asking = fc.array(
  fc.uniqueArray(fc.constantFrom("oak", "lamp", "blue", "chair", "kitchen", "navi"), {
    minLength: 1,
    maxLength: 2,
  }),
  { minLength: 1, maxLength: 3 },
);

test("what was saved, with all that changed before, while and after it was written, answers as one built anew", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1e6),
      asking,
      fc.tuple(fc.nat(150), fc.nat(60), fc.nat(60)),
      async (seed, asked, counts) => {
        const { changes, change } = collection(seededRandom(seed));
        const file = columnFile(path);
        const first = wordKeeper(
          portsOf(
            changes,
            meddling(file, () => {
              change(3);
              first.current();
            }),
          ),
        );
        change(counts[0] + 1);
        await first.catchUp();
        await first.save();
        change(counts[1]);
        const again = wordKeeper(portsOf(changes, file));
        expect(await again.open()).toBe(true);
        await again.catchUp();
        await again.save();
        change(counts[2]);
        const third = wordKeeper(portsOf(changes, file));
        await third.open();
        const anew = wordKeeper(portsOf(changes));
        for (const keeper of [first, again, third, anew]) await keeper.catchUp();
        const expected = answersOf(anew.current(), asked);
        for (const keeper of [first, again, third])
          expect(answersOf(keeper.current(), asked)).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

/** A file that takes its time: something happens between the pieces of what is written. */
function meddling(file: ColumnFile, happens: () => void): ColumnFile {
  return {
    ...file,
    write: (header, columns) =>
      file.write(
        header,
        columns.map(({ name, pieces }) => ({
          name,
          pieces: {
            *[Symbol.iterator]() {
              for (const piece of pieces) {
                if (name.length % 3 === 0) happens();
                yield piece;
              }
            },
          },
        })),
      ),
  };
}

test("only what was changed is read after a start", async () => {
  const { changes, change } = collection(seededRandom(5));
  change(200);
  const first = wordKeeper(portsOf(changes, columnFile(path)));
  await first.catchUp();
  await first.save();
  expect(first.unsaved).toBe(0);
  change(2);
  let read = 0;
  const counting: PinChanges = {
    ...changes,
    since: (...asked) => {
      const answer = changes.since(...asked);
      read += answer.changes.length;
      return answer;
    },
  };
  const again = wordKeeper(portsOf(counting, columnFile(path)));
  await again.open();
  await again.catchUp();
  expect([read, again.unsaved]).toEqual([2, 2]);
});

test.each([
  ["is of another model", { model: () => "eye@2" }],
  [
    "was made with other labels",
    { labels: () => [{ name: "chair", synonyms: [], gloss: "", path: ["seat"] }] },
  ],
  ["is of a later state", { changes: { ...collection(seededRandom(1)).changes, latest: () => 1 } }],
] as Array<[string, Partial<WordKeeperPorts>]>)("what %s is not taken up", async (_, other) => {
  const { changes, change } = collection(seededRandom(5));
  change(40);
  const first = wordKeeper(portsOf(changes, columnFile(path)));
  await first.catchUp();
  await first.save();
  expect(await wordKeeper({ ...portsOf(changes, columnFile(path)), ...other }).open()).toBe(false);
});

test("a damaged file is passed over and replaced", async () => {
  const { changes, change } = collection(seededRandom(5));
  change(40);
  const first = wordKeeper(portsOf(changes, columnFile(path)));
  await first.catchUp();
  await first.save();
  truncateSync(path, 1000);
  const again = wordKeeper(portsOf(changes, columnFile(path)));
  expect(await again.open()).toBe(false);
  await again.catchUp();
  expect(again.current().size).toBe(first.current().size);
  await again.save();
  expect(await wordKeeper(portsOf(changes, columnFile(path))).open()).toBe(true);
});

test("what was erased for good does not stay on disk", async () => {
  const { changes, change } = collection(seededRandom(5));
  change(40);
  const keeper = wordKeeper(portsOf(changes, columnFile(path)));
  await keeper.catchUp();
  await keeper.save();
  await keeper.erase();
  change(5);
  await keeper.catchUp();
  await keeper.save();
  expect(existsSync(path)).toBe(false);
  expect(await wordKeeper(portsOf(changes, columnFile(path))).open()).toBe(false);
});

test("what has changed is taken up though nobody asks", async () => {
  const { changes, change } = collection(seededRandom(11));
  const keeper = wordKeeper({ changes, model: () => "m", labels: () => [], tick: () => performance.now() });
  keeper.follow(1);
  change(200);
  await expect.poll(() => keeper.isComplete).toBe(true);
  keeper.stop();
});
