/** A collection of made-up pins whose words are as uneven as those of languages, and questions that have answers in it. */
import { type Random, seededRandom } from "../../src/core/random.ts";

export interface MadePin {
  readonly seq: number;
  readonly title: string;
  readonly tags: readonly string[];
  readonly description: string;
}

export interface Collection {
  readonly size: number;
  /** Pins by row number, 1 to `size`; made anew at every call, alike. */
  pin(seq: number): MadePin;
  /** Two or three different words of one pin's text. */
  questions(count: number): string[];
}

const vocabulary = 60_000;
const syllables = [
  "ba",
  "ke",
  "li",
  "mo",
  "nu",
  "ra",
  "se",
  "ti",
  "vo",
  "zan",
  "pel",
  "dor",
  "mik",
  "gru",
  "sha",
  "lin",
];

/** The nth word by frequency: the commonest are short. */
function wordOf(rank: number): string {
  let word = "";
  for (let left = rank + 1; left > 0; left = Math.floor(left / syllables.length)) {
    word += syllables[left % syllables.length];
  }
  return word;
}

/** Zipf's law, exponent 1: the word of rank r is drawn with a probability near to 1/(r·ln n). */
function draw(random: Random): number {
  return Math.min(vocabulary - 1, Math.floor(vocabulary ** random.next()) - 1);
}

export function madeCollection(size: number): Collection {
  const words = Array.from({ length: vocabulary }, (_, rank) => wordOf(rank));
  const text = (random: Random, count: number): string =>
    Array.from({ length: count }, () => words[draw(random)]).join(" ");
  const pin = (seq: number): MadePin => {
    const random = seededRandom(seq);
    return {
      seq,
      title: text(random, 3 + random.integer(5)),
      tags: Array.from({ length: random.integer(5) }, () => words[draw(random)]),
      description: text(random, 8 + random.integer(25)),
    };
  };
  const questions = (count: number): string[] => {
    const random = seededRandom(99);
    const asked: string[] = [];
    while (asked.length < count) {
      const { title, description } = pin(1 + random.integer(size));
      const choice = [...new Set(random.shuffle(`${title} ${description}`.split(" ")))];
      const length = 2 + random.integer(2);
      if (choice.length >= length) asked.push(choice.slice(0, length).join(" "));
    }
    return asked;
  };
  return { size, pin, questions };
}
