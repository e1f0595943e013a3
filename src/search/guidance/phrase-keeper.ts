/** Keeps the phrase book in step with the state, in portions between other work; a large backlog never holds up an answer. */
import type { PinLooks } from "../../core/guidance.ts";
import type { ChangeMark } from "../../core/words.ts";
import { type PhraseBook, phraseBook } from "./phrase-book.ts";

export interface PhraseKeeper {
  /** The book with at least the changes of a portion more. */
  current(): PhraseBook;
  /** Resolves when everything committed so far is in. */
  catchUp(): Promise<void>;
  stop(): void;
}

/** Pins read at a time: some 10 ms. */
const portion = 400;

/** @param model whose sights are read; another one begins the book anew */
export function phraseKeeper(looks: PinLooks, model: () => string): PhraseKeeper {
  const start: ChangeMark = { revision: 0, seq: 0 };
  let book = phraseBook();
  let [mark, seenBy] = [start, ""];
  let [complete, stopped] = [false, false];
  let working: Promise<void> | null = null;

  const apply = (): void => {
    if (seenBy !== model()) [book, mark, seenBy, complete] = [phraseBook(), start, model(), false];
    if (complete && looks.latest() === mark.revision) return;
    const { changes, mark: next } = looks.since(mark, portion, seenBy);
    for (const { seq, look } of changes) book.put(seq, look);
    mark = next;
    complete = changes.length < portion;
  };
  const catchUp = (): Promise<void> => {
    working ??= (async () => {
      do {
        if (stopped) return;
        apply();
        await new Promise((resolve) => setImmediate(resolve));
      } while (!complete);
    })().finally(() => {
      working = null;
    });
    return working;
  };
  return {
    current: () => {
      if (complete) apply();
      if (!complete) void catchUp();
      return book;
    },
    catchUp,
    stop: () => {
      stopped = true;
    },
  };
}
