/**
 * Text to words. A word is folded (lower case, no accents, compatibility forms resolved) and reduced to its stem by the
 * stemmer of its language (`stemmers.ts`). Runs of letters and digits are words; scripts that write without spaces
 * (Han, Kana, Thai, Lao, Khmer, Burmese) are cut by the dictionary of `Intl.Segmenter`, which is seventy times slower
 * and therefore only used where it is needed. A picture character (emoji) is a word.
 *
 * There is no list of stop words: a word that is everywhere weighs nothing by its own frequency.
 */
import { stemmerFor } from "./stemmers.ts";

export interface Word {
  /** As people see it, folded. */
  readonly word: string;
  /** What it is found by. */
  readonly term: string;
}

export interface Analyzer {
  words(text: string): Word[];
  term(word: string): string;
}

/** Longer runs are cut: no language has such words. */
const longest = 64;
/** Stems remembered; the words of a collection repeat. */
const remembered = 50_000;

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const runs = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
/** Accents; the marks of Thai, Devanagari and others, and the breve of й, make letters of their own. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}])\p{Mn}+|(?<=\p{Script=Cyrillic})(?!\u0306)\p{Mn}+/gu;
const plain = /^[ -~]*$/;
const unfolded: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/** Lower case, without accents, compatibility forms resolved. */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(accents, "")
    .normalize("NFC")
    .replace(/[ßæœøłđðþı]/g, (letter) => unfolded[letter]);
}

/** Words as they are read, folded, in order. */
export function wordsIn(text: string): string[] {
  const folded = fold(text).replace(/(?<=\p{L})['’]s(?!\p{L})/gu, "");
  const found = folded.match(runs) ?? [];
  if (!unspaced.test(folded)) return found.map((word) => word.slice(0, longest));
  return found.flatMap((word) => (unspaced.test(word) ? segment(word) : [word.slice(0, longest)]));
}

let segmenter: Intl.Segmenter | undefined;
function segment(run: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "word" });
  return [...segmenter.segment(run)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** @param language of words in Latin or Cyrillic letters, see `languages` */
export function analyzer(language = "english"): Analyzer {
  const stem = stemmerFor(language);
  const stems = new Map<string, string>();
  const term = (word: string): string => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    const found = stem(word);
    if (stems.size >= remembered) stems.clear();
    stems.set(word, found);
    return found;
  };
  return { term, words: (text) => wordsIn(text).map((word) => ({ word, term: term(word) })) };
}
