import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import type { WordDocument } from "../../core/words.ts";
import { analyzer } from "./analyzer.ts";
import { inverseFrequency, k1, saturation, strengthUnit } from "./bm25.ts";
import type { WordGroup } from "./leads.ts";
import type { Ranked } from "./ranking.ts";
import { type WordIndex, wordIndex } from "./word-index.ts";

/** From everywhere to once in many documents. */
const vocabulary = Array.from({ length: 24 }, (_, rank) => `w${String.fromCharCode(97 + rank)}x`);

/** Pins with skewed words, of which some change or go: what is left of them, and the index that went through it all. */
function madeUp(seed: number): { index: WordIndex; texts: ReadonlyMap<number, readonly string[]> } {
  const random = seededRandom(seed);
  const index = wordIndex(analyzer());
  const texts = new Map<number, readonly string[]>();
  const pins = 20 + random.integer(380);
  for (let change = 0; change < 1.3 * pins; change++) {
    const seq = change < pins ? change + 1 : 1 + random.integer(pins);
    if (change >= pins && random.next() < 0.3) {
      index.remove([seq]);
      texts.delete(seq);
      continue;
    }
    const words = Array.from(
      { length: 1 + random.integer(6) },
      () => vocabulary[Math.floor(vocabulary.length * random.next() ** 3)],
    );
    index.add([documentOf(seq, words)]);
    texts.set(seq, words);
  }
  return { index, texts };
}

const documentOf = (seq: number, words: readonly string[]): WordDocument => ({
  ...{ seq, facets: [], group: String(seq), labels: [], price: null, createdAt: 0 },
  texts: [{ place: "description", text: words.join(" "), weight: 1 }],
});

interface Asked {
  readonly words: ReadonlyArray<readonly [word: string, weight: number]>;
  readonly weight: number;
}

/** BM25 of every pin one by one, by the formula; what each word adds, or 0. */
function addedBy(asked: readonly Asked[], texts: ReadonlyMap<number, readonly string[]>) {
  const average = [...texts.values()].reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.size);
  const gains = asked.map(({ words, weight }) => {
    const holders = words.reduce(
      (sum, [word]) => sum + [...texts.values()].filter((text) => text.includes(word)).length,
      0,
    );
    return weight * (k1 + 1) * inverseFrequency(texts.size, Math.min(holders, texts.size));
  });
  const added = new Map<number, number[]>();
  for (const [seq, text] of texts) {
    const norm = saturation(text.length, average);
    added.set(
      seq,
      asked.map(({ words }, i) => {
        const strength = words.reduce((most, [word, weight]) => {
          const count = Math.min(255, strengthUnit * text.filter((one) => one === word).length);
          return count === 0
            ? most
            : Math.max(most, weight === 1 ? count : Math.max(1, Math.round(weight * count)));
        }, 0);
        return (gains[i] * strength) / (strength + norm);
      }),
    );
  }
  return { added, gains };
}

const groupsOf = (asked: readonly Asked[], { terms }: WordIndex): WordGroup[] =>
  asked.map(({ words, weight }) => ({
    weight,
    terms: words.flatMap(([word, of]) => {
      const term = terms.find(analyzer().term(word));
      return term < 0 ? [] : [{ term, weight: of }];
    }),
  }));

/** As `[pin, score]`, the best first. */
const inOrder = (found: Iterable<readonly [number, number]>) =>
  [...found].sort((one, other) => other[1] - one[1] || one[0] - other[0]);

function sameOrder(
  index: WordIndex,
  { documents, scores }: Ranked,
  expected: ReadonlyMap<number, number>,
): void {
  const found = inOrder(
    Array.from(documents, (document, i) => [index.table.seq(document), scores[i]] as const),
  );
  expect(found.map(([seq]) => seq).toSorted((a, b) => a - b)).toEqual(
    [...expected.keys()].toSorted((a, b) => a - b),
  );
  expect([...documents]).toEqual([...documents].toSorted((a, b) => a - b));
  inOrder(expected).forEach(([, score], place) => {
    expect(found[place][1]).toBeCloseTo(score, 4);
  });
  for (const [seq, score] of found) expect(score).toBeCloseTo(expected.get(seq) ?? Number.NaN, 4);
}

const aWord = fc.integer({ min: 0, max: vocabulary.length - 1 }).map((rank) => vocabulary[rank]);
const asking = fc.array(
  fc.record({
    words: fc.uniqueArray(fc.tuple(aWord, fc.constantFrom(1, 0.8)), {
      minLength: 1,
      maxLength: 6,
      selector: ([word]) => word,
    }),
    weight: fc.constantFrom(1, 0.5),
  }),
  { minLength: 1, maxLength: 4 },
);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

test("all words: the same pins with the same scores as reading every text", () => {
  fc.assert(
    fc.property(fc.nat(1000), asking, fc.boolean(), (seed, asked, onlyEven) => {
      const { index, texts } = madeUp(seed);
      const { added } = addedBy(asked, texts);
      const keep = (seq: number): boolean => !onlyEven || seq % 2 === 0;
      const holders = [...added].filter(([seq, parts]) => keep(seq) && parts.every((part) => part > 0));
      const found = index.all(groupsOf(asked, index), (document) => keep(index.table.seq(document)));
      sameOrder(index, found, new Map(holders.map(([seq, parts]) => [seq, sum(parts)])));
    }),
    { numRuns: 150 },
  );
});

test("a share of the words: the same pins with the same scores as reading every text", () => {
  fc.assert(
    fc.property(fc.nat(1000), asking, fc.constantFrom(0, 0.37, 0.5, 0.83), (seed, asked, share) => {
      const { index, texts } = madeUp(seed);
      const { added, gains } = addedBy(asked, texts);
      const isHeld = asked.map(({ words }) =>
        words.some(([word]) => index.frequency(analyzer().term(word)) > 0),
      );
      const whole = sum(gains.filter((_, i) => isHeld[i]));
      const holders = [...added].filter(([, parts]) => {
        const held = sum(gains.filter((_, i) => parts[i] > 0));
        return held > 0 && held >= share * whole * (1 - 1e-6);
      });
      const found = index.any(groupsOf(asked, index), { share });
      sameOrder(index, found, new Map(holders.map(([seq, parts]) => [seq, sum(parts)])));
    }),
    { numRuns: 150 },
  );
});

test("what each word adds sums up to the score, whatever was ranked before", () => {
  const { index } = madeUp(7);
  const groups = groupsOf(
    [vocabulary[0], vocabulary[2], vocabulary[5]].map((word) => ({ words: [[word, 1]], weight: 1 })),
    index,
  );
  for (const { documents, scores } of [
    index.any(groups),
    index.all(groups),
    index.any(groups, { share: 0.5 }),
  ]) {
    expect(documents.length).toBeGreaterThan(0);
    documents.forEach((document, i) => {
      expect(sum(index.contributions(document, groups))).toBeCloseTo(scores[i], 4);
    });
  }
});
