/**
 * Visual search: a picture, a part of one, a pin or an object in a pin becomes a slate of similar pins.
 *
 *   question → objects → intent (region, kind, colours, quality) → neighbours among objects and whole pictures
 *   → cutoff calibrated for this query → category gate, near-duplicates folded → reasons and chips
 */
import { randomUUID } from "node:crypto";
import { type Box, ordinalOfKey, type Pin, type Sight, type Understanding } from "../core/nouns.ts";
import type { PinStore, VectorIndex } from "../core/ports.ts";
import { subjectOf } from "../vision/subject.ts";
import { isBareGround, sameGround } from "./bare-ground.ts";
import { type Match, nearestMatches } from "./blend.ts";
import type { Cutoff } from "./cutoff.ts";
import { type Chip, chipsFor, type Reason, reasonsFor } from "./explain.ts";
import { conforms } from "./gate.ts";
import { type Intent, understandIntent } from "./intent.ts";
import { cursorOf, type Found, foldGroups, type Place, parseCursor, startOf } from "./pages.ts";
import { identityOf, type QuestionPorts, seeQuestion, type VisualQuery } from "./question.ts";
import { queryVectors } from "./region.ts";
import { similarTo } from "./similar.ts";

export interface Hit {
  readonly pin: Pin;
  /** What was seen in the pin. */
  readonly seen: Understanding;
  /** Dot product of the query's and the region's embeddings, -1..1. */
  readonly similarity: number;
  /** Standard deviations above the collection's background for this query; 0 when the collection is too small to say. */
  readonly score: number;
  /** Where in the picture, null for the whole. */
  readonly region: Box | null;
  readonly reasons: readonly Reason[];
  /** Past the cutoff; where false, one of the nearest all the same. */
  readonly similar: boolean;
}

export interface VisualAnswer {
  readonly slate: string;
  readonly model: string;
  readonly query: Understanding;
  readonly intent: Intent;
  readonly hits: readonly Hit[];
  readonly chips: readonly Chip[];
  /** Present when nothing in the collection is similar: what it holds instead, the nearest first. */
  readonly nothingSimilar: { readonly nearestKinds: readonly string[] } | null;
  readonly cursor: string | null;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface VisualSearch {
  /** @throws PIN_NOT_FOUND OBJECT_NOT_FOUND PICTURE_* BAD_CURSOR BAD_INPUT */
  search(query: VisualQuery): Promise<VisualAnswer>;
}

export interface SearchPorts extends QuestionPorts {
  readonly pins: Pick<PinStore, "read" | "readSeqs" | "matching" | "sample">;
  /** The index of a model's vectors. @throws MODEL_MISMATCH for a model that is not in use */
  readonly index: (model: string) => VectorIndex;
  /** Milliseconds from any start, for timings. */
  readonly tick: () => number;
}

/** A pin of the answer with what was seen in it. */
interface Known extends Found {
  readonly seen: Understanding;
}

/** Neighbours beyond this are never shown. */
const deepest = 1000;
const backgroundSize = 256;

/** @param cutoffRate the chance that an unrelated picture passes, 0..1, where a question does not say it */
export function visualSearch(ports: SearchPorts, cutoffRate: number): VisualSearch {
  const search = async (query: VisualQuery): Promise<VisualAnswer> => {
    const { timings, stage } = stopwatch(ports.tick);
    const question = identityOf(query);
    const place = parseCursor(query.cursor, question);
    const { seen, self } = await seeQuestion(query, ports);
    stage("understand");
    const intent = understandIntent(query, seen);
    const vectors = queryVectors(seen, intent, query.object !== undefined);
    const index = ports.index(seen.model);
    const keep = query.filter ? await ports.pins.matching(query.filter) : undefined;
    const wanted = Math.min(deepest, place.offset + 2 * query.limit + 50);
    const nearest = await nearestMatches(vectors, wanted, deepest, index, keep);
    const near = nearest.filter(({ seq }) => seq !== self);
    stage("neighbours");
    const sample = await ports.pins.sample(backgroundSize);
    // A part that a person has chosen is meant, whatever it shows.
    const least =
      intent.view !== "crop" && query.object === undefined && isBareGround(seen) ? sameGround : -1;
    const { matches, cutoff } = similarTo(vectors, near, index, sample, query.cutoff ?? cutoffRate, least);
    stage("cutoff");
    const { page, next } = await pageOf(matches, intent.sight, index.model, place, query.limit);
    const nothing = page.length === 0 && place.offset === 0;
    const nothingSimilar = nothing ? { nearestKinds: await kindsOf(near, index.model) } : null;
    stage("gate");
    const hits = page.map((known) => hitOf(known, intent.sight, scalesOf(cutoff)));
    const chips = chipsFor(page);
    stage("explain");
    return {
      slate: randomUUID(),
      model: index.model,
      query: seen,
      intent,
      hits,
      chips,
      nothingSimilar,
      cursor: next && cursorOf(next, question),
      timings,
    };
  };

  /**
   * The neighbours of one page: gate and folding pass them in order, a portion at a time until the page is full, so
   * that every page continues the one before.
   */
  const pageOf = async (
    similar: readonly Match[],
    asked: Pick<Sight, "kind">,
    model: string,
    place: Place,
    limit: number,
  ): Promise<{ page: readonly Known[]; next: Place | null }> => {
    const passed: Match[] = [];
    const pins = new Map<number, Pin>();
    const seen = new Map<number, Understanding>();
    let folded: readonly Found[] = [];
    let start = place.offset;
    const portion = limit + 8;
    for (let from = 0; from < similar.length && folded.length <= start + limit; from += portion) {
      const some = similar.slice(from, from + portion);
      const seqs = some.map(({ seq }) => seq);
      for (const pin of await ports.pins.readSeqs(seqs)) pins.set(pin.seq, pin);
      for (const [seq, understanding] of await ports.understandings.read(seqs, model)) {
        seen.set(seq, understanding);
      }
      passed.push(
        ...some.filter((found) => {
          const region = regionAt(seen.get(found.seq), found);
          return region !== undefined && conforms(asked.kind, region.kind, found.similarity);
        }),
      );
      folded = foldGroups(passed, pins);
      start = startOf(folded, place);
    }
    const end = start + limit;
    const page = folded.slice(start, end).flatMap(({ pin, found }) => {
      const understanding = seen.get(pin.seq);
      return understanding ? [{ pin, found, seen: understanding }] : [];
    });
    const next = folded.length > end ? { offset: end, last: folded[end - 1].pin.seq } : null;
    return { page, next };
  };

  const kindsOf = async (neighbours: readonly Match[], model: string): Promise<string[]> => {
    const nearest = neighbours.slice(0, 24).map(({ seq }) => seq);
    const seen = await ports.understandings.read(nearest, model);
    return [...new Set(nearest.flatMap((seq) => seen.get(seq)?.kind.name ?? []))].slice(0, 6);
  };

  return { search };
}

/** What a similarity says in a collection whose pictures all have something in common. */
interface Scales {
  /** Standard deviations above the background; 0 when that is not known. */
  score(match: Match): number;
  /** 0 for a picture like any other, 1 for the same. */
  likeness(similarity: number): number;
  /** Whether it lies past the cutoff. */
  passes(match: Match): boolean;
}

function scalesOf({ similarity: cutoff, median, spread }: Cutoff): Scales {
  return {
    passes: (match) => match.score >= cutoff,
    score: (match) => (spread > 0 ? (match.score - median) / spread : 0),
    likeness: (similarity) => (similarity - median) / (1 - median),
  };
}

function hitOf(
  { pin, found, seen }: Known,
  asked: Omit<Sight, "embedding">,
  { score, likeness, passes }: Scales,
): Hit {
  const { similarity } = found;
  const region = seen.objects[ordinalOfKey(found.key) - 1]?.box ?? null;
  const alike = regionAt(seen, found) ?? seen;
  const { palette } = region ? alike : subjectOf(seen);
  const reasons = reasonsFor(asked, { ...alike, palette }, likeness(similarity), region);
  return { pin, seen, similarity, score: score(found), region, reasons, similar: passes(found) };
}

/** The object or the whole picture that a neighbour is. */
function regionAt(seen: Understanding | undefined, { key }: Match): Sight | undefined {
  return ordinalOfKey(key) === 0 ? seen : (seen?.objects[ordinalOfKey(key) - 1] ?? seen);
}

function stopwatch(tick: () => number) {
  const timings: Record<string, number> = {};
  let last = tick();
  const stage = (name: string): void => {
    const now = tick();
    timings[name] = now - last;
    last = now;
  };
  return { timings, stage };
}
