/**
 * Words to their stems, by Snowball's and kindred stemmers. Which language a word of Latin letters is of cannot be seen from
 * it, so that is a setting; other scripts tell theirs, and the setting only says which of the languages that share one.
 */
import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as armenian } from "@orama/stemmers/armenian";
import { stemmer as bulgarian } from "@orama/stemmers/bulgarian";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as greek } from "@orama/stemmers/greek";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as serbian } from "@orama/stemmers/serbian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as tamil } from "@orama/stemmers/tamil";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";

type Stem = (word: string) => string;

const latin = {
  ...{ english, danish, dutch, finnish, french, german, hungarian, indonesian, italian, norwegian },
  ...{ portuguese, romanian, spanish, swedish, turkish },
  none: (word: string) => word,
};
const cyrillic = { russian, bulgarian, serbian, ukrainian };

/** Folded words of one script, at least three letters, with the stemmers of the languages that write them; the first by default. */
const scripts: ReadonlyArray<readonly [RegExp, Readonly<Record<string, Stem>>]> = [
  [/^[a-z]{3,}$/, latin],
  [/^\p{Script=Cyrillic}{3,}$/u, cyrillic],
  [/^\p{Script=Greek}{3,}$/u, { greek }],
  [/^\p{Script=Arabic}{3,}$/u, { arabic }],
  [/^\p{Script=Devanagari}{3,}$/u, { hindi }],
  [/^\p{Script=Tamil}{3,}$/u, { tamil }],
  [/^\p{Script=Armenian}{3,}$/u, { armenian }],
];

/** Languages that can be chosen; the others follow from their script. */
export const languages: readonly string[] = [...Object.keys(latin), ...Object.keys(cyrillic)];

/** @param language one of `languages`; another one is English */
export function stemmerFor(language: string): Stem {
  const byScript = scripts.map(([script, stems]) => {
    const [first] = Object.values(stems);
    return [script, Object.hasOwn(stems, language) ? stems[language] : first] as const;
  });
  return (word) => {
    if (language === "none") return word;
    const stem = byScript.find(([script]) => script.test(word))?.[1];
    return stem?.(word) || word;
  };
}
