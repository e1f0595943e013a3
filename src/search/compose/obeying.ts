/**
 * Whether a pin is what the words ask of the thing in the picture, in log-odds: what its words say of such a thing, and for
 * colours the pixels of the part that looks like it.
 *
 *   words   +said·k  a clause names such a thing (kinship k) and says it;  −said·k  it says another value of the same kind
 *   colour  ½ of  a + b·ln(ε + Σ swatch share · called(swatch, colour)),  the whole of it where no words decide
 *
 * a, b and ε were fitted on the sample catalogue's odd items, of 1,000 boxes and 11 colours; for the other weights see
 * `judging.ts`.
 */
import type { Swatch } from "../../core/nouns.ts";
import type { Meaning } from "../../core/understood.ts";
import { oklabOfHex } from "../../vision/colour.ts";
import { type ColourWord, calledBy, colourWords } from "../../vision/colour-words.ts";
import { type Kinship, kinWeight } from "./kinship.ts";
import type { Mention } from "./mentions.ts";

/** What there is to say for and against one thing that is asked. */
export interface Clue {
  /** Positive: said of such a thing, by how surely it is one; negative: another value is; 0: nothing. */
  readonly said: number;
  /** The very value, not only a kind of it: "upholstered in fabric", not "velvet". */
  readonly isExact: boolean;
  /** Log-odds by the pixels; null for what is no colour. */
  readonly seen: number | null;
  /** Said somewhere in the words, of whatever. */
  readonly isSomewhere: boolean;
  readonly hasWords: boolean;
}

/** Log-odds. */
export interface ObeyingWeights {
  readonly said: number;
  readonly exact: number;
  /** Who says much of a colour and not this most likely is not it. */
  readonly unsaidColour: number;
  readonly unsaid: number;
  readonly somewhere: number;
  /** Part of what the pixels say where words decide, 0..1. */
  readonly seen: number;
}

const pixels = { intercept: 0.6, slope: 1.35, least: 0.02 };
/** A clause is of such a thing from this kinship on. */
const ofTheKind = 0.3;

/** Of one asked attribute. @param palette of the part that looks like the picture */
export function clueOf(
  wanted: Meaning,
  mentions: readonly Mention[],
  kinship: Kinship,
  palette: readonly Swatch[],
): Clue {
  const colour = wanted.facet === "colour" ? colourWords.get(wanted.value) : undefined;
  return {
    ...saidOf(wanted, mentions, kinship),
    seen: colour ? seenColour(palette, colour) : null,
    isSomewhere: mentions.some(({ attributes }) => attributes.some((one) => isA(one, wanted))),
    hasWords: mentions.length > 0,
  };
}

/** Of a word that the lexicon does not know. */
export function clueOfWord(term: string, mentions: readonly Mention[], kinship: Kinship): Clue {
  const held = mentions.filter(({ terms }) => terms.has(term));
  const isOfIt = held.some((mention) => mention.isOneThing && kinWeight(mention, kinship) >= ofTheKind);
  const isSomewhere = held.length > 0;
  return { said: isOfIt ? 1 : 0, isExact: false, seen: null, isSomewhere, hasWords: mentions.length > 0 };
}

export function oddsOf(clue: Clue, weights: ObeyingWeights): number {
  const { said, isExact, seen, isSomewhere, hasWords } = clue;
  if (said !== 0) {
    return weights.said * said + (isExact ? weights.exact : 0) + (seen === null ? 0 : weights.seen * seen);
  }
  if (seen !== null) return seen + (hasWords ? weights.unsaidColour : 0);
  return isSomewhere ? weights.somewhere : weights.unsaid;
}

function saidOf(
  wanted: Meaning,
  mentions: readonly Mention[],
  kinship: Kinship,
): Pick<Clue, "said" | "isExact"> {
  let [so, other, isExact] = [0, 0, false];
  for (const mention of mentions) {
    const kin = mention.isOneThing ? kinWeight(mention, kinship) : 0;
    const values = mention.attributes.filter(({ facet }) => facet === wanted.facet);
    if (kin < ofTheKind || values.length === 0) continue;
    if (values.some((one) => isA(one, wanted))) {
      so = Math.max(so, kin);
      isExact ||= values.some(({ value }) => value === wanted.value);
    } else other = Math.max(other, kin);
  }
  return { said: so > 0 ? so : -other, isExact };
}

const isA = ({ facet, value, path }: Meaning, wanted: Meaning): boolean =>
  facet === wanted.facet && (value === wanted.value || path.includes(wanted.value));

function seenColour(palette: readonly Swatch[], colour: ColourWord): number {
  const called = palette.reduce((sum, { hex, share }) => sum + share * calledBy(oklabOfHex(hex), colour), 0);
  return pixels.intercept + pixels.slope * Math.log(pixels.least + called);
}
