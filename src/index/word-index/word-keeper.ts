/** Keeps the word index in step with the state, and on disk between two starts; see `state-follower.ts`. */
import type { LabelWords, PinChanges } from "../../core/words.ts";
import { type FollowerPorts, type StateFollower, stateFollower } from "../state-follower.ts";
import { type Analyzer, analyzer } from "./analyzer.ts";
import { makingOf } from "./making.ts";
import { pinWords } from "./pin-words.ts";
import { type WordIndex, wordIndex } from "./word-index.ts";

export interface WordKeeper extends StateFollower<WordIndex> {
  /** How texts and questions become words. */
  readonly analyzer: Analyzer;
}

export interface WordKeeperPorts extends FollowerPorts {
  readonly changes: PinChanges;
  readonly labels: () => readonly LabelWords[];
  readonly words?: Analyzer;
}

/** Pins read at a time: some 4 ms. */
const portion = 25;

export function wordKeeper({ changes, labels, words = analyzer(), ...ports }: WordKeeperPorts): WordKeeper {
  const follower = stateFollower(
    {
      make: (saved) => wordIndex(words, saved),
      making: () => makingOf(words, labels()),
      latest: changes.latest,
      apply: (index, since, model) => {
        const { changes: changed, mark } = changes.since(since, portion, model);
        index.remove(changed.filter(({ pin }) => pin === null).map(({ seq }) => seq));
        index.add(
          changed.flatMap(({ pin, seen, ...around }) => (pin ? [pinWords(pin, seen, labels(), around)] : [])),
        );
        return { changed: changed.length, mark };
      },
      portion,
    },
    ports,
  );
  return Object.assign(follower, { analyzer: words });
}
