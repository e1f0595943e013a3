/** The texts of one pin that can be suggested, and its words in their order. */
import type { PinLook, SuggestionKind } from "../../core/guidance.ts";
import { wordsIn } from "../../index/word-index/analyzer.ts";

/** From what says least to what says most. */
export const phraseKinds = ["phrase", "tag", "kind", "board"] as const;
export type PhraseKind = (typeof phraseKinds)[number] & SuggestionKind;

export interface PhraseText {
  /** As people write it, in small letters; a board's name as it is. */
  readonly text: string;
  /** Folded words with one blank between. */
  readonly key: string;
  readonly kind: PhraseKind;
}

/** Words that stand together. */
export interface Run {
  readonly title: boolean;
  readonly words: readonly string[];
}

const longestPhrase = 3;
/** Parts of a title of up to so many words are phrases as a whole. */
const longestTitle = 6;
const titleWords = 24;
const aWord = /[\p{L}\p{N}\p{M}]+/gu;
/** What parts of a title are kept apart by: no phrase goes across. */
const breaks = /[.,;:!?()[\]{}|/·•–—"“”„«»]+/u;

/** What names a text in the book: a board is another thing than a word that is written alike. */
export const phraseId = (kind: PhraseKind, key: string): string => (kind === "board" ? `board ${key}` : key);

/** Which of two kinds a text is when it is both. */
export const saysMore = (kind: PhraseKind, other: PhraseKind): boolean =>
  phraseKinds.indexOf(kind) > phraseKinds.indexOf(other);

/** Everything one pin can be suggested for, by what names it in the book. */
export function textsOf(look: PinLook): Map<string, PhraseText> {
  const texts = new Map<string, PhraseText>();
  const say = (kind: PhraseKind, text: string, key = wordsIn(text).join(" ")): void => {
    const id = phraseId(kind, key);
    if (key === "") return;
    const known = texts.get(id);
    if (!known || saysMore(kind, known.kind)) texts.set(id, { kind, text, key });
  };
  for (const phrase of phrasesOf(look.title)) say("phrase", phrase);
  for (const tag of look.tags) say("tag", tag.toLowerCase());
  for (const kind of look.kinds) say("kind", kind);
  for (const board of look.boards) say("board", board);
  return texts;
}

/** Words that stand together: each part of the title, each tag, kind and board. */
export function runsOf({ title, tags, kinds, boards }: PinLook): Run[] {
  return [
    ...partsOf(title).map((words) => ({ title: true, words: words.flatMap(wordsIn) })),
    ...[...tags, ...kinds, ...boards].map((text) => ({ title: false, words: wordsIn(text) })),
  ];
}

/** The words of a title from break to break, in small letters. */
function partsOf(title: string): string[][] {
  return title
    .toLowerCase()
    .split(breaks)
    .map((part) => (part.match(aWord) ?? []).slice(0, titleWords));
}

/** Runs of one to three words of each part of a title, and a short part as a whole. */
export function phrasesOf(title: string): string[] {
  const found = new Set<string>();
  for (const words of partsOf(title)) {
    for (let from = 0; from < words.length; from++) {
      for (let length = 1; length <= longestPhrase && from + length <= words.length; length++) {
        found.add(words.slice(from, from + length).join(" "));
      }
    }
    if (words.length > 0 && words.length <= longestTitle) found.add(words.join(" "));
  }
  return [...found];
}
