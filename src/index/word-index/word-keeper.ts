/**
 * Keeps the word index in step with the state: built from it in portions after the start, and brought up to date before
 * every question, so that what was committed is found. A large backlog is worked off between questions.
 */
import type { ChangeMark, LabelWords, PinChanges } from "../../core/words.ts";
import { type Analyzer, analyzer } from "./analyzer.ts";
import { pinWords } from "./pin-words.ts";
import { type WordIndex, wordIndex } from "./word-index.ts";

export interface WordKeeper {
  /** How texts and questions become words. */
  readonly analyzer: Analyzer;
  /** The index with at least the changes of a portion more; complete unless much has changed at once. */
  current(): WordIndex;
  /** Resolves when everything committed so far is in. */
  catchUp(): Promise<void>;
  /** False while changes wait. */
  readonly isComplete: boolean;
  stop(): void;
}

/** Pins read at a time: some 20 ms. */
const portion = 100;

/** @param model whose sights are read; another one builds the index anew */
export function wordKeeper(
  changes: PinChanges,
  model: () => string,
  labels: () => readonly LabelWords[],
  words: Analyzer = analyzer(),
): WordKeeper {
  const start: ChangeMark = { revision: 0, seq: 0 };
  let index = wordIndex(words);
  let seenBy = "";
  let mark = start;
  let complete = false;
  let stopped = false;
  let working: Promise<void> | null = null;

  const apply = (): void => {
    if (seenBy !== model()) {
      [index, mark, seenBy, complete] = [wordIndex(words), start, model(), false];
    }
    if (complete && changes.latest() === mark.revision) return;
    const { changes: changed, mark: next } = changes.since(mark, portion, seenBy);
    index.remove(changed.filter(({ pin }) => pin === null).map(({ seq }) => seq));
    index.add(changed.flatMap(({ pin, seen }) => (pin ? [pinWords(pin, seen, labels())] : [])));
    mark = next;
    complete = changed.length < portion;
  };
  const catchUp = (): Promise<void> => {
    working ??= (async () => {
      do {
        apply();
        await new Promise((resolve) => setImmediate(resolve));
      } while (!complete && !stopped);
    })().finally(() => {
      working = null;
    });
    return working;
  };
  return {
    analyzer: words,
    current: () => {
      apply();
      if (!complete) void catchUp();
      return index;
    },
    catchUp,
    get isComplete() {
      return complete;
    },
    stop: () => {
      stopped = true;
    },
  };
}
