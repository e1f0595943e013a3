/**
 * The words people say for colours, each with the names of the palette that it takes in: fully, or half (after "~") where
 * some would say another word. The eleven basic terms first, then the names between them.
 *
 * Source of the eleven: B. Berlin, P. Kay (1969), "Basic color terms: their universality and evolution".
 */
import { colourNames, type Oklab, paletteShares } from "./colour.ts";

const table: Readonly<Record<string, string>> = {
  white: "white ~ light grey, cream",
  black: "black ~ charcoal",
  grey: "grey, light grey, dark grey ~ charcoal, slate",
  red: "red, burgundy ~ terracotta",
  green: "green, sage green, forest green, olive ~ teal",
  blue: "blue, navy, sky blue, slate ~ teal, turquoise",
  yellow: "yellow, mustard ~ brass",
  brown: "brown, dark brown, tan ~ taupe, terracotta",
  orange: "orange, terracotta",
  purple: "purple, plum, lavender ~ burgundy",
  pink: "pink, blush",
  teal: "teal ~ turquoise",
  turquoise: "turquoise ~ teal",
  beige: "beige, cream, taupe ~ tan",
  cream: "cream ~ white, beige",
  gold: "brass, mustard ~ yellow",
  silver: "light grey, grey",
  "light blue": "sky blue",
  "dark blue": "navy",
  "light green": "sage green",
  "dark green": "forest green, olive",
  "dark red": "burgundy",
  "light pink": "blush",
  "light brown": "tan",
};

/** Other words for the same: what is said → a word of the table or a name of the palette. */
const sameAs: Readonly<Record<string, string>> = {
  gray: "grey",
  "light gray": "light grey",
  "dark gray": "dark grey",
  "off-white": "cream",
  ivory: "cream",
  ecru: "cream",
  "chalk white": "white",
  sand: "beige",
  camel: "tan",
  khaki: "olive",
  violet: "purple",
  lilac: "lavender",
  mauve: "lavender",
  magenta: "pink",
  fuchsia: "pink",
  rose: "pink",
  salmon: "blush",
  peach: "blush",
  crimson: "red",
  scarlet: "red",
  maroon: "burgundy",
  wine: "burgundy",
  rust: "terracotta",
  ochre: "mustard",
  amber: "mustard",
  golden: "gold",
  mint: "light green",
  sage: "sage green",
  emerald: "green",
  lime: "green",
  aqua: "turquoise",
  cyan: "turquoise",
  azure: "sky blue",
  "baby blue": "sky blue",
  "pale blue": "sky blue",
  "navy blue": "navy",
  indigo: "navy",
  cobalt: "blue",
  "royal blue": "blue",
  chocolate: "dark brown",
  anthracite: "charcoal",
};

/** Colours that collections call by what has them: "colour: walnut". */
const colourOfMaterial: Readonly<Record<string, string>> = {
  oak: "tan",
  pine: "tan",
  beech: "tan",
  teak: "brown",
  walnut: "brown",
  mahogany: "brown",
  wood: "brown",
  wooden: "brown",
  brass: "gold",
  copper: "terracotta",
  bronze: "brown",
  chrome: "silver",
  steel: "silver",
};

export interface ColourWord {
  /** The plain form: "blue" for "blue", "light grey" for "light gray". */
  readonly value: string;
  /** The basic terms that take it in: navy is blue. */
  readonly path: readonly string[];
  /** Names of the palette with how much of each is meant, 0..1. */
  readonly names: ReadonlyMap<string, number>;
}

const wordsOfPalette = new Map(
  [...Object.keys(table), ...colourNames.map(({ name }) => name)].map((word) => [word, wordOf(word)]),
);

/** Every word for a colour with what it means, the palette's own names among them. */
export const colourWords: ReadonlyMap<string, ColourWord> = new Map([
  ...wordsOfPalette,
  ...Object.entries(sameAs).flatMap(([said, word]) => {
    const meant = wordsOfPalette.get(word);
    return meant ? [[said, meant] as const] : [];
  }),
]);

const namesOfColours: ReadonlyMap<string, ColourWord> = new Map([
  ...Object.entries(colourOfMaterial).flatMap(([material, word]) => {
    const meant = colourWords.get(word);
    return meant ? [[material, meant] as const] : [];
  }),
  ...colourWords,
]);
const firstOfTwo = new Set(
  [...namesOfColours.keys()].flatMap((name) => (name.includes(" ") ? [name.split(" ")[0]] : [])),
);

/** A word for a colour, or the colour of the material that it names. */
export function colourNamed(word: string): ColourWord | undefined {
  return namesOfColours.get(word);
}

/** The colours that are said in one word or in two that follow each other. */
export function coloursSaid(words: readonly string[]): ColourWord[] {
  return words.flatMap((word, at) => {
    const alone = namesOfColours.get(word);
    const both = firstOfTwo.has(word) ? namesOfColours.get(`${word} ${words[at + 1]}`) : undefined;
    return [alone, both].filter((colour) => colour !== undefined);
  });
}

function wordOf(word: string): ColourWord {
  const names = table[word] === undefined ? new Map([[word, 1]]) : namesOf(table[word]);
  const path = Object.keys(table).filter(
    (wide) => wide !== word && !wide.includes(" ") && namesOf(table[wide]).get(word) === 1,
  );
  return { value: word, path, names };
}

function namesOf(list: string): Map<string, number> {
  const [full, half = ""] = list.split("~");
  const split = (part: string): string[] => part.split(",").flatMap((name) => name.trim() || []);
  return new Map([
    ...split(half).map((name) => [name, 0.5] as const),
    ...split(full).map((name) => [name, 1] as const),
  ]);
}
/** How much people would call a colour by a word, 0..1. */
export function calledBy(colour: Oklab, { names }: Pick<ColourWord, "names">): number {
  let sum = 0;
  for (const [name, share] of paletteShares(colour)) sum += share * (names.get(name) ?? 0);
  return sum;
}
