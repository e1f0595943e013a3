/** What is to be said of an answer beside its hits. */
import type { WordNote } from "../../core/words.ts";
import type { Bond } from "./binding.ts";

export const noPrices: WordNote = {
  code: "no prices",
  sentence: "No pin here has a price; one that is asked for in words is passed over.",
};

export function unknownWords(words: readonly string[]): WordNote {
  const quoted = words.map((word) => `“${word}”`);
  const all = quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}` : quoted[0];
  const are = quoted.length > 1 ? "are no words" : "is no word";
  return { code: "unknown words", sentence: `${all} ${are} that this collection knows.` };
}

/** @param hasThing whether any pin shows such a thing */
export function notOfOneThing({ text, name, values }: Bond, hasThing: boolean): WordNote {
  const like = values.map(({ value }) => value).join(" ");
  const instead = hasThing
    ? `Other pictures of “${name}” come first.`
    : `Nothing here is called “${name}”; what is ${like} is shown.`;
  return { code: "not of one thing", sentence: `Nothing here is said to be “${text}”. ${instead}` };
}
