/** What is to be said of an answer beside its hits. */
import type { WordNote } from "../../core/words.ts";
import type { Bond } from "./binding.ts";

export const noPrices: WordNote = {
  code: "no prices",
  sentence: "No pin here has a price; one that is asked for in words is passed over.",
};

/** @param currencies at least two, the commonest first */
export function severalCurrencies(currencies: readonly string[]): WordNote {
  const [first] = currencies;
  return {
    code: "several currencies",
    sentence: `Prices here are in ${listed(currencies)}; those in ${first} are compared. Name a currency to compare others.`,
  };
}

export const likePicture = (title: string, change: string): WordNote => ({
  code: "like a picture",
  sentence: `Pictures that look like “${title}”: ${change}.`,
});

export function unknownWords(words: readonly string[]): WordNote {
  const quoted = words.map((word) => `“${word}”`);
  const are = quoted.length > 1 ? "are no words" : "is no word";
  return { code: "unknown words", sentence: `${listed(quoted)} ${are} that this collection knows.` };
}

/** @param hasThing whether any pin shows such a thing */
export function notOfOneThing({ text, name, values }: Bond, hasThing: boolean): WordNote {
  const like = values.map(({ value }) => value).join(" ");
  const instead = hasThing
    ? `Other pictures of “${name}” come first.`
    : `Nothing here is called “${name}”; what is ${like} is shown.`;
  return { code: "not of one thing", sentence: `Nothing here is said to be “${text}”. ${instead}` };
}

const listed = (items: readonly string[]): string =>
  items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : items[0];
