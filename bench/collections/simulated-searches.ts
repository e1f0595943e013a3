/**
 * Made-up titles and made-up people who search for them, for benchmarks of suggestions. The words are those of the sample
 * catalogue; what is searched for how often, and that people come back to a few kinds and colours of their own, are
 * assumptions.
 */
import { readFileSync } from "node:fs";
import { type Random, seededRandom } from "../../src/core/random.ts";

interface Item {
  readonly category: string;
  readonly colour: string;
  readonly material: string;
  readonly style: string;
}

export interface MadeUpPin {
  readonly title: string;
  readonly tags: readonly string[];
}

export interface MadeUpSearch {
  readonly person: string;
  readonly words: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const items = readFileSync("samples/home/pins.jsonl", "utf8")
  .trim()
  .split("\n")
  .flatMap((line) => (JSON.parse(line) as { items: Item[] }).items);
const valuesOf = (name: keyof Item): string[] =>
  [...new Set(items.map((item) => item[name]))].filter(Boolean);
const [kinds, colours, materials, styles] = (["category", "colour", "material", "style"] as const).map(
  valuesOf,
);

/** The first is twice as likely as the second, three times as the third … */
export function zipf(random: Random, values: readonly string[]): string {
  const total = values.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  let left = random.next() * total;
  for (const [i, value] of values.entries()) {
    left -= 1 / (i + 1);
    if (left <= 0) return value;
  }
  return values[0];
}

/** A long tail of words that few titles hold. */
const rareWords = Array.from({ length: 30_000 }, (_, i) => {
  const syllables = ["ka", "lo", "mi", "ren", "tas", "vo", "del", "quin", "sar", "ple"];
  let [left, word] = [i + 11, ""];
  for (; left > 0; left = Math.floor(left / 10)) word += syllables[left % 10];
  return word;
});

export function* madeUpPins(count: number, seed: number): Generator<MadeUpPin> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const [kind, colour, material, style] = [kinds, colours, materials, styles].map((all) =>
      zipf(random, all),
    );
    const rare = random.next() < 0.3 ? ` ${rareWords[Math.floor(random.next() * rareWords.length)]}` : "";
    const forms = [
      `${style} ${material} ${kind} in ${colour}${rare}`,
      `${colour} ${kind}, ${material}${rare}`,
      `${material} ${kind}${rare} with a ${style} feel`,
    ];
    yield { title: forms[Math.floor(random.next() * forms.length)], tags: [kind, colour, material] };
  }
}

/** In the order of time, over `days` days before `end`. */
export function madeUpSearches(
  count: number,
  { people, days, end, seed }: { people: number; days: number; end: number; seed: number },
): MadeUpSearch[] {
  const random = seededRandom(seed);
  const tastes = Array.from({ length: people }, () => ({
    kinds: [zipf(random, kinds), zipf(random, kinds), zipf(random, kinds)],
    colours: [zipf(random, colours), zipf(random, colours)],
  }));
  return Array.from({ length: count }, (_, i) => {
    const who = Math.floor(random.next() * people);
    const taste = tastes[who];
    const own = random.next() < 0.7;
    const kind = zipf(random, own ? taste.kinds : kinds);
    const colour = zipf(random, own ? taste.colours : colours);
    const form = random.next();
    const words =
      form < 0.4
        ? kind
        : form < 0.65
          ? `${colour} ${kind}`
          : form < 0.8
            ? `${zipf(random, materials)} ${kind}`
            : form < 0.9
              ? `${zipf(random, styles)} ${kind}`
              : `${colour} ${zipf(random, materials)} ${kind}`;
    return { person: `person-${who}`, words, at: end - (1 - i / count) * days * 86_400_000 };
  });
}
