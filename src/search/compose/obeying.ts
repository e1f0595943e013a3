/**
 * Whether a pin is what the words ask of the thing in the picture, in log-odds: what its words say of such a thing, and for
 * colours the pixels of the part that looks like it.
 *
 *   words   +4·k  a clause names such a thing (kinship k) and says it;  −4·k  it says another value of the same kind
 *   colour  ½ of  a + b·ln(ε + Σ swatch share · called(swatch, colour)),  the whole of it where no words decide
 *
 * a, b and ε were fitted on the sample catalogue's odd items, of 1,000 boxes and 11 colours; the weights of words were set
 * by hand.
 */
import type { Swatch } from "../../core/nouns.ts";
import type { Meaning } from "../../core/understood.ts";
import { oklabOfHex } from "../../vision/colour.ts";
import { type ColourWord, calledBy, colourWords } from "../../vision/colour-words.ts";
import { type Kinship, kinWeight } from "./kinship.ts";
import type { Mention } from "./mentions.ts";

const said = 4;
const pixels = { intercept: 0.6, slope: 1.35, least: 0.02 };
const decided = 0.5;
/** A clause is of such a thing from this kinship on. */
const ofTheKind = 0.3;
/** Who says much and not this most likely is not it. */
const unsaid = -1;
/** Somewhere in the words, of whatever. */
const somewhere = 0.5;

/** Of one asked attribute. @param palette of the part that looks like the picture */
export function obeys(
  wanted: Meaning,
  mentions: readonly Mention[],
  kinship: Kinship,
  palette: readonly Swatch[],
): number {
  const colour = wanted.facet === "colour" ? colourWords.get(wanted.value) : undefined;
  const seen = colour ? seenColour(palette, colour) : null;
  const inWords = saidOf(wanted, mentions, kinship);
  if (inWords !== 0) return said * inWords + (seen === null ? 0 : decided * seen);
  if (seen !== null) return seen + (mentions.length > 0 ? unsaid : 0);
  return mentions.some(({ attributes }) => attributes.some((one) => isA(one, wanted)))
    ? somewhere
    : -said / 2;
}

/** Of a word that the lexicon does not know. */
export function holdsWord(term: string, mentions: readonly Mention[], kinship: Kinship): number {
  const held = mentions.filter(({ terms }) => terms.has(term));
  if (held.some((mention) => mention.isOneThing && kinWeight(mention, kinship) >= ofTheKind)) return said;
  return held.length > 0 ? somewhere : -said / 2;
}

/** Positive: said of such a thing; negative: another value is; 0: nothing. */
function saidOf(wanted: Meaning, mentions: readonly Mention[], kinship: Kinship): number {
  let [so, other] = [0, 0];
  for (const mention of mentions) {
    const kin = mention.isOneThing ? kinWeight(mention, kinship) : 0;
    const values = mention.attributes.filter(({ facet }) => facet === wanted.facet);
    if (kin < ofTheKind || values.length === 0) continue;
    if (values.some((one) => isA(one, wanted))) so = Math.max(so, kin);
    else other = Math.max(other, kin);
  }
  return so > 0 ? so : -other;
}

const isA = ({ facet, value, path }: Meaning, wanted: Meaning): boolean =>
  facet === wanted.facet && (value === wanted.value || path.includes(wanted.value));

function seenColour(palette: readonly Swatch[], colour: ColourWord): number {
  const called = palette.reduce((sum, { hex, share }) => sum + share * calledBy(oklabOfHex(hex), colour), 0);
  return pixels.intercept + pixels.slope * Math.log(pixels.least + called);
}
