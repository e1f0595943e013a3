/**
 * BERT's uncased tokeniser: text is cleaned, lower-cased and stripped of accents, cut at spaces, punctuation and CJK
 * characters, and every word is spelt with the longest pieces the vocabulary has.
 *
 * Source: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova (2019), "BERT: pre-training of deep bidirectional
 * transformers for language understanding", NAACL.
 */

/** Pieces a text may have, its first and last mark included. */
const mostPieces = 256;
/** A longer word is unknown as a whole. */
const longestWord = 100;

export interface WordPiece {
  /** Row numbers of the vocabulary, `[CLS]` first, `[SEP]` last, at most 256. */
  ids(text: string): number[];
  /**
   * True for words of the vocabulary and for those of parts that are at least three letters long: "kitchen" + "ware", but
   * not "z" + "z" + "q" + "x" + "v".
   */
  knows(word: string): boolean;
}

/** Shorter parts are letters, not words. */
const shortestPart = 3;

/** @param vocabulary one piece a row; a piece that continues a word begins with `##` */
export function wordPiece(vocabulary: readonly string[]): WordPiece {
  const rows = new Map(vocabulary.map((piece, row) => [piece, row]));
  const isPart = (row: number): boolean => vocabulary[row].replace("##", "").length >= shortestPart;
  const isKnown = (word: string): boolean => {
    const pieces = spell(word, rows) ?? [];
    if (pieces.length === 1) return word.length > 1;
    return pieces.length > 0 && pieces.every(isPart);
  };
  const [unknown, first, last] = ["[UNK]", "[CLS]", "[SEP]"].map((mark) => rows.get(mark) ?? 0);
  return {
    ids: (text) => {
      const pieces = wordsOf(text).flatMap((word) => spell(word, rows) ?? [unknown]);
      return [first, ...pieces.slice(0, mostPieces - 2), last];
    },
    knows: (word) => {
      const words = wordsOf(word);
      return words.length > 0 && words.every(isKnown);
    },
  };
}

/** Words, marks of punctuation and CJK characters, lower case without accents, in order. */
export function wordsOf(text: string): string[] {
  const plain = text
    // Control and format characters are nothing, but these three are spaces.
    .replace(/[\t\n\r]/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/gu, "")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
  // ASCII symbols such as $ and + count as punctuation, other symbols do not.
  return plain.match(/[\p{P}$+<=>^`|~]|\p{Script=Han}|[^\s\p{P}$+<=>^`|~\p{Script=Han}]+/gu) ?? [];
}

/** The longest known piece again and again; null when some part of the word has none. */
function spell(word: string, rows: ReadonlyMap<string, number>): number[] | null {
  const letters = [...word];
  if (letters.length > longestWord) return null;
  const pieces: number[] = [];
  for (let start = 0; start < letters.length; ) {
    let end = letters.length;
    let row: number | undefined;
    for (; end > start; end--) {
      row = rows.get((start > 0 ? "##" : "") + letters.slice(start, end).join(""));
      if (row !== undefined) break;
    }
    if (row === undefined) return null;
    pieces.push(row);
    start = end;
  }
  return pieces;
}
