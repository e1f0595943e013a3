/**
 * A picture and words together: what looks like the picture and is as the words say. A picture of a chair and "in green"
 * finds green chairs, also in rooms that hold one.
 *
 *   picture → what is meant of it → neighbours, and what such things are called here
 *   words   → attributes, exclusions, price
 *   score   = ln P(such a thing) + Σ ln P(as asked) + ½ similarity,   P = 1 / (1 + exp(−log-odds))
 *
 * Shown is what is probably both; where nothing is, what looks like the picture, and that is said.
 */
import { randomUUID } from "node:crypto";
import { ordinalOfKey, type Pin, type Understanding } from "../../core/nouns.ts";
import type { PinStore, VectorIndex } from "../../core/ports.ts";
import type { Evidence, EvidenceKind, WordQuestion } from "../../core/understood.ts";
import { type Match, nearestMatches } from "../blend.ts";
import { chipsFor, reasonsFor } from "../explain.ts";
import { understandIntent } from "../intent.ts";
import { cursorOf, foldGroups, parseCursor } from "../pages.ts";
import { type QuestionPorts, seeQuestion, type VisualQuery } from "../question.ts";
import { queryVectors } from "../region.ts";
import type { Hit, VisualAnswer } from "../search.ts";
import { leading } from "../understanding/likeness.ts";
import { pricedFilter } from "../understanding/prices.ts";
import type { QuestionReader } from "../understanding/question-reader.ts";
import { type Kinship, kinshipOf, kinWeight, ownKinship } from "./kinship.ts";
import { type Mention, mentionsOf } from "./mentions.ts";
import { holdsWord, obeys } from "./obeying.ts";

export interface ComposedQuery extends VisualQuery {
  /** What the thing in the picture should be like: "in green", "velvet, under 300", "without arms". */
  readonly text: string;
}

export interface ComposedAnswer extends VisualAnswer {
  readonly understood: readonly Evidence[];
  /** Kinds of evidence that nothing fits; the answer then is what looks like the picture. */
  readonly relaxed: readonly EvidenceKind[];
}

export interface ComposedSearch {
  /** @throws PIN_NOT_FOUND OBJECT_NOT_FOUND PICTURE_* BAD_CURSOR BAD_INPUT */
  search(query: ComposedQuery): Promise<ComposedAnswer>;
}

export interface ComposePorts extends QuestionPorts {
  readonly pins: Pick<PinStore, "read" | "readSeqs" | "matching" | "sample">;
  readonly index: (model: string) => VectorIndex;
  readonly questions: QuestionReader;
  readonly tick: () => number;
}

/** A neighbour with all that is known of it. */
interface Candidate {
  readonly match: Match;
  readonly pin: Pin;
  readonly seen: Understanding;
  readonly mentions: readonly Mention[];
}

interface Judged extends Candidate {
  /** 0..1, of being such a thing and as asked. */
  readonly probability: number;
  readonly score: number;
}

const candidates = 400;
const sampled = 128;
const remembered = 5000;
const shownFrom = 0.2;
/** Log-odds of being such a thing: by looks alone, and with what the collection calls it. */
const byLooks = { intercept: -4, similarity: 12 };
const byName = { intercept: -3.5, similarity: 8, kinship: 5 };
/** A word that more of the neighbours hold says nothing here. */
const everywhere = 0.5;

export function composedSearch(ports: ComposePorts): ComposedSearch {
  const known = new Map<number, { readonly version: number; readonly mentions: readonly Mention[] }>();

  const mentions = (pin: Pin): readonly Mention[] => {
    const kept = known.get(pin.seq);
    if (kept?.version === pin.version) return kept.mentions;
    if (known.size >= remembered) known.clear();
    const read = mentionsOf(pin, ports.questions.lexicon(), ports.questions.analyzer);
    known.set(pin.seq, { version: pin.version, mentions: read });
    return read;
  };

  const search = async (query: ComposedQuery): Promise<ComposedAnswer> => {
    const started = ports.tick();
    const offset = parseCursor(query.cursor);
    const asked = ports.questions.read(query.text);
    const { seen, self } = await seeQuestion(query, ports);
    const intent = understandIntent(query, seen);
    const index = ports.index(seen.model);
    const vectors = queryVectors(seen, intent, query.object !== undefined);
    const lookedAt = ports.tick();
    const filter = pricedFilter(query.filter, asked.price);
    const keep = filter && (await ports.pins.matching(filter));
    const near = (await nearestMatches(vectors, candidates, candidates, index, keep)).filter(
      ({ seq }) => seq !== self,
    );
    const found = await candidatesOf(near.slice(0, candidates), index.model);
    const isWhole = query.crop === undefined && query.object === undefined;
    const kinship = await kinshipFor(found, asked, isWhole ? self : null);
    const judged = found.map((one) => judge(one, asked, kinship, frequent(asked, found)));
    const fitting = judged
      .filter(({ probability }) => probability >= shownFrom)
      .sort((a, b) => b.score - a.score);
    const list: readonly Candidate[] = fitting.length > 0 ? fitting : found;
    const byMatch = new Map(list.map((one) => [one.match, one]));
    const folded = foldGroups([...byMatch.keys()], new Map(found.map(({ pin }) => [pin.seq, pin])));
    const page = folded
      .slice(offset, offset + query.limit)
      .flatMap(({ found: match }) => byMatch.get(match) ?? []);
    return {
      slate: randomUUID(),
      model: index.model,
      query: seen,
      intent,
      hits: page.map((one) => hitOf(one, intent, fitting.length > 0 ? asked : null)),
      chips: chipsFor(page),
      nothingSimilar: page.length === 0 && offset === 0 ? { nearestKinds: [] } : null,
      understood: asked.evidence,
      relaxed: fitting.length > 0 ? [] : [...new Set(asked.evidence.map(({ kind }) => kind))],
      cursor: folded.length > offset + query.limit ? cursorOf(offset + query.limit) : null,
      timings: { understand: lookedAt - started, compose: ports.tick() - lookedAt },
    };
  };

  const candidatesOf = async (near: readonly Match[], model: string): Promise<Candidate[]> => {
    const seqs = near.map(({ seq }) => seq);
    const pins = new Map((await ports.pins.readSeqs(seqs)).map((pin) => [pin.seq, pin]));
    const seen = await ports.understandings.read(seqs, model);
    return near.flatMap((match) => {
      const [pin, understanding] = [pins.get(match.seq), seen.get(match.seq)];
      return pin && understanding ? [{ match, pin, seen: understanding, mentions: mentions(pin) }] : [];
    });
  };

  /** What is sought by name: what the words name, else what the pin or its like are called. */
  const kinshipFor = async (
    found: readonly Candidate[],
    { evidence }: WordQuestion,
    self: number | null,
  ): Promise<Kinship> => {
    const named = evidence.filter(({ kind }) => kind === "category").flatMap(({ meaning }) => meaning ?? []);
    if (named.length > 0) return new Map(named.map(({ value }) => [value, 1]));
    if (self !== null) {
      const [own] = await ports.pins.readSeqs([self]);
      const kinship = own ? ownKinship(mentions(own)) : new Map<string, number>();
      if (kinship.size > 0) return kinship;
    }
    const sample = await ports.pins.readSeqs(await ports.pins.sample(sampled));
    const kin = found.map((one) => ({ score: one.match.closest, mentions: one.mentions }));
    return kinshipOf(kin, sample.map(mentions));
  };

  return { search };
}

function judge(
  one: Candidate,
  { evidence, words, without }: WordQuestion,
  kinship: Kinship,
  isFrequent: (term: string) => boolean,
): Judged {
  const { match, mentions } = one;
  const palette = regionOf(one).palette;
  const kin = mentions.reduce((most, mention) => Math.max(most, kinWeight(mention, kinship)), 0);
  const such =
    kinship.size > 0
      ? byName.intercept + byName.similarity * match.score + byName.kinship * kin
      : byLooks.intercept + byLooks.similarity * match.score;
  const covered = new Set<string>();
  const odds = [such];
  for (const { kind, meaning, text } of evidence) {
    for (const part of text.toLowerCase().split(/\s+/)) covered.add(part);
    if (!meaning || kind === "category") continue;
    const log = obeys(meaning, mentions, kinship, palette);
    odds.push(kind === "without" ? -log : log);
  }
  for (const { word, term } of words) {
    if (!covered.has(word) && !leading.has(word) && !isFrequent(term))
      odds.push(holdsWord(term, mentions, kinship));
  }
  const excludes = without.some(({ term }) => mentions.some(({ terms }) => terms.has(term)));
  const probability = excludes ? 0 : odds.reduce((product, log) => product / (1 + Math.exp(-log)), 1);
  return { ...one, probability, score: Math.log(probability) + match.score / 2 };
}

/** Words that say nothing here: that no neighbour holds, or every second. */
function frequent({ words }: WordQuestion, found: readonly Candidate[]): (term: string) => boolean {
  const counts = new Map(
    words.map(({ term }) => [
      term,
      found.filter(({ mentions }) => mentions.some(({ terms }) => terms.has(term))).length,
    ]),
  );
  return (term) => {
    const count = counts.get(term) ?? 0;
    return count === 0 || count > everywhere * found.length;
  };
}

function regionOf({ match, seen }: Candidate) {
  return seen.objects[ordinalOfKey(match.key) - 1] ?? seen;
}

function hitOf(one: Candidate, { sight }: VisualAnswer["intent"], asked: WordQuestion | null): Hit {
  const { match, pin, seen } = one;
  const region = seen.objects[ordinalOfKey(match.key) - 1]?.box ?? null;
  const evidence = asked?.evidence ?? [];
  const labels = evidence.map(({ label }) => label);
  const own = reasonsFor(sight, regionOf(one), match.similarity, region);
  // beside a colour that was asked for, those shared with the picture are of walls and floors
  const isColoured = evidence.some(({ kind }) => kind === "colour");
  return {
    ...{ pin, seen, similarity: match.similarity, score: match.score, region },
    reasons: [
      ...(labels.length > 0 ? [{ kind: "as asked" as const, text: `As asked: ${labels.join(", ")}` }] : []),
      ...own.filter(({ kind }) => !(isColoured && kind === "same colours")),
    ],
  };
}
