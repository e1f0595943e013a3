/**
 * A picture and words together: what looks like the picture and is as the words say. A picture of a chair and "in green"
 * finds green chairs, also in rooms that hold one.
 *
 *   picture → what is meant of it → neighbours, and what such things are called here
 *   words   → attributes, exclusions, price
 *   both    → judged, see `judging.ts`
 *
 * Shown is what is probably both; where nothing is, what looks like the picture, and that is said.
 */
import { randomUUID } from "node:crypto";
import { ordinalOfKey, type Pin, type Sight, type Understanding } from "../../core/nouns.ts";
import type { PinStore, VectorIndex } from "../../core/ports.ts";
import type { Evidence, EvidenceKind, WordQuestion } from "../../core/understood.ts";
import { dot } from "../../math/vectors.ts";
import { type Match, nearestMatches } from "../blend.ts";
import { chipsFor, reasonsFor } from "../explain.ts";
import { understandIntent } from "../intent.ts";
import { cursorOf, foldGroups, parseCursor, startOf } from "../pages.ts";
import { identityOf, type QuestionPorts, seeQuestion, type VisualQuery } from "../question.ts";
import { queryVectors } from "../region.ts";
import type { Hit, VisualAnswer } from "../search.ts";
import { pricedFilter } from "../understanding/prices.ts";
import type { QuestionReader } from "../understanding/question-reader.ts";
import { type Candidate, cluesOf, judge, judgingWeights } from "./judging.ts";
import { type Kinship, kinshipOf, ownKinship } from "./kinship.ts";
import { type Mention, mentionsOf } from "./mentions.ts";

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
  /** All that an answer is made of, for whoever weighs it differently. @throws as `search` */
  gather(query: ComposedQuery): Promise<Gathered>;
}

/** What a question and a picture have in common with the collection, before it is judged. */
export interface Gathered {
  readonly asked: WordQuestion;
  readonly seen: VisualAnswer["query"];
  readonly intent: VisualAnswer["intent"];
  readonly model: string;
  /** The nearest first. */
  readonly found: readonly Candidate[];
  readonly kinship: Kinship;
  readonly started: number;
  readonly lookedAt: number;
}

export interface ComposePorts extends QuestionPorts {
  readonly pins: Pick<PinStore, "read" | "readSeqs" | "matching" | "sample">;
  readonly index: (model: string) => VectorIndex;
  readonly questions: QuestionReader;
  readonly tick: () => number;
}

const candidates = 400;
const sampled = 128;
const remembered = 5000;

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

  const gather = async (query: ComposedQuery): Promise<Gathered> => {
    const started = ports.tick();
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
    const found = await candidatesOf(near.slice(0, candidates), vectors.part, index.model);
    const isWhole = query.crop === undefined && query.object === undefined;
    const kinship = await kinshipFor(found, asked, isWhole ? self : null);
    return { asked, seen, intent, model: index.model, found, kinship, started, lookedAt };
  };

  const search = async (query: ComposedQuery): Promise<ComposedAnswer> => {
    const question = [identityOf(query), query.text];
    const place = parseCursor(query.cursor, question);
    const { asked, seen, intent, model, found, kinship, started, lookedAt } = await gather(query);
    const clues = cluesOf(found, asked, kinship);
    const fitting = found
      .map((one, i) => ({ ...one, ...judge(clues[i]) }))
      .filter(({ probability }) => probability >= judgingWeights.shownFrom)
      .sort((a, b) => b.score - a.score);
    const list: readonly Candidate[] = fitting.length > 0 ? fitting : found;
    const byMatch = new Map(list.map((one) => [one.match, one]));
    const folded = foldGroups([...byMatch.keys()], new Map(found.map(({ pin }) => [pin.seq, pin])));
    const start = startOf(folded, place);
    const end = start + query.limit;
    const page = folded.slice(start, end).flatMap(({ found: match }) => byMatch.get(match) ?? []);
    return {
      ...{ slate: randomUUID(), model, query: seen, intent },
      hits: page.map((one) => hitOf(one, intent, fitting.length > 0 ? asked : null)),
      chips: chipsFor(page),
      nothingSimilar: page.length === 0 && place.offset === 0 ? { nearestKinds: [] } : null,
      understood: asked.evidence,
      relaxed: fitting.length > 0 ? [] : [...new Set(asked.evidence.map(({ kind }) => kind))],
      cursor: folded.length > end ? cursorOf({ offset: end, last: folded[end - 1].pin.seq }, question) : null,
      timings: { understand: lookedAt - started, compose: ports.tick() - lookedAt },
    };
  };

  const candidatesOf = async (
    near: readonly Match[],
    part: Float32Array,
    model: string,
  ): Promise<Candidate[]> => {
    const seqs = near.map(({ seq }) => seq);
    const pins = new Map((await ports.pins.readSeqs(seqs)).map((pin) => [pin.seq, pin]));
    const seen = await ports.understandings.read(seqs, model);
    return near.flatMap((match) => {
      const [pin, understanding] = [pins.get(match.seq), seen.get(match.seq)];
      if (!pin || !understanding) return [];
      const { palette } = mostAlike(understanding, part);
      return [{ match, pin, seen: understanding, mentions: mentions(pin), palette }];
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

  return { search, gather };
}

/** A picture alone on its ground is found as a whole, but its colour is that of the thing. */
function mostAlike(seen: Understanding, part: Float32Array): Sight {
  const [first, ...others] = seen.objects;
  if (!first) return seen;
  return others.reduce<Sight>(
    (best, one) => (dot(one.embedding, part) > dot(best.embedding, part) ? one : best),
    first,
  );
}

function hitOf(one: Candidate, { sight }: VisualAnswer["intent"], asked: WordQuestion | null): Hit {
  const { match, pin, seen } = one;
  const object = seen.objects[ordinalOfKey(match.key) - 1];
  const region = object?.box ?? null;
  const evidence = asked?.evidence ?? [];
  const labels = evidence.map(({ label }) => label);
  const own = reasonsFor(sight, object ?? seen, match.similarity, region);
  // beside a colour that was asked for, those shared with the picture are of walls and floors
  const isColoured = evidence.some(({ kind }) => kind === "colour");
  return {
    ...{ pin, seen, similarity: match.similarity, score: match.score, region, similar: true },
    reasons: [
      ...(labels.length > 0 ? [{ kind: "as asked" as const, text: `As asked: ${labels.join(", ")}` }] : []),
      ...own.filter(({ kind }) => !(isColoured && kind === "same colours")),
    ],
  };
}
