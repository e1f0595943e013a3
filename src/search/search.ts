/**
 * Visual search: a picture, a part of one, a pin or an object in a pin becomes a slate of similar pins.
 *
 *   picture → objects → region → neighbours among objects and whole pictures → filter → near-duplicates folded
 *   → cutoff calibrated for this query → reasons and chips
 */
import { randomUUID } from "node:crypto";
import { BowerbirdError } from "../core/errors.ts";
import {
  type Box,
  ordinalOfKey,
  type Pin,
  type PinFilter,
  type Sight,
  type Understanding,
  vectorKey,
} from "../core/nouns.ts";
import type {
  PictureSource,
  PinNeighbour,
  PinStore,
  UnderstandingStore,
  VectorIndex,
  Vision,
} from "../core/ports.ts";
import { dot } from "../math/vectors.ts";
import { expectedByChance } from "./chance.ts";
import { type Cutoff, calibrateCutoff } from "./cutoff.ts";
import { type Chip, chipsFor, type Reason, reasonsFor } from "./explain.ts";
import { type ChosenRegion, chooseRegion, queryEmbedding } from "./region.ts";

export interface VisualQuery {
  readonly picture?: PictureSource;
  /** A pin already in the collection, with `object` one of its objects by ordinal. */
  readonly pin?: string;
  readonly object?: number;
  readonly crop?: Box;
  readonly filter?: PinFilter;
  /** Pins a page, 1..1000. */
  readonly limit: number;
  readonly cursor?: string;
}

export interface Hit {
  readonly pin: Pin;
  /** Dot product of the query's and the region's embeddings, -1..1. */
  readonly similarity: number;
  /** Standard deviations above the collection's background for this query; 0 when the collection is too small to say. */
  readonly score: number;
  /** Where in the picture, null for the whole. */
  readonly region: Box | null;
  readonly reasons: readonly Reason[];
}

export interface VisualAnswer {
  readonly slate: string;
  readonly model: string;
  readonly query: Understanding;
  readonly intent: ChosenRegion & { readonly sight: Omit<Sight, "embedding"> };
  readonly hits: readonly Hit[];
  readonly chips: readonly Chip[];
  /** Present when nothing in the collection is similar: what it holds instead. */
  readonly nothingSimilar: { readonly nearestKinds: readonly string[] } | null;
  readonly cursor: string | null;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface VisualSearch {
  /** @throws PIN_NOT_FOUND OBJECT_NOT_FOUND PICTURE_* BAD_CURSOR BAD_INPUT */
  search(query: VisualQuery): Promise<VisualAnswer>;
}

export interface SearchPorts {
  readonly pins: Pick<PinStore, "read" | "readSeqs" | "matching" | "sample">;
  readonly understandings: Pick<UnderstandingStore, "read">;
  readonly vision: Vision;
  readonly blobPath: (id: string) => Promise<string>;
  /** The index of a model's vectors. @throws MODEL_MISMATCH for a model that is not in use */
  readonly index: (model: string) => VectorIndex;
  /** Milliseconds from any start, for timings. */
  readonly tick: () => number;
}

/** Neighbours beyond this are never shown. */
const deepest = 1000;
const backgroundSize = 256;

/** @param cutoffRate the chance that an unrelated picture passes, 0..1 */
export function visualSearch(ports: SearchPorts, cutoffRate: number): VisualSearch {
  const search = async (query: VisualQuery): Promise<VisualAnswer> => {
    const timings: Record<string, number> = {};
    let last = ports.tick();
    const stage = (name: string): void => {
      const now = ports.tick();
      timings[name] = now - last;
      last = now;
    };
    const offset = query.cursor === undefined ? 0 : parseCursor(query.cursor);
    const { seen, self } = await seeQuery(query);
    stage("understand");
    const region = regionOf(query, seen);
    const sight = region.ordinal > 0 ? seen.objects[region.ordinal - 1] : seen;
    const embedding = queryEmbedding(seen, region);
    const index = ports.index(seen.model);
    const keep = query.filter ? await ports.pins.matching(query.filter) : undefined;
    const neighbours = await index.searchPins(
      embedding,
      Math.min(deepest, offset + 2 * query.limit + 50),
      keep,
    );
    stage("neighbours");
    const background = backgroundOf(index, embedding, await ports.pins.sample(backgroundSize));
    const cutoff = calibrateCutoff(background, cutoffRate);
    const others = neighbours.filter(({ seq }) => seq !== self);
    const similar = similarOf(others, cutoff, index, cutoffRate);
    stage("cutoff");
    const pins = new Map(
      (await ports.pins.readSeqs(similar.map(({ seq }) => seq))).map((pin) => [pin.seq, pin]),
    );
    const folded = foldGroups(similar, pins);
    const page = folded.slice(offset, offset + query.limit);
    const understandings = await ports.understandings.read(
      page.map(({ pin }) => pin.seq),
      index.model,
    );
    const known = page.flatMap(({ pin, found }) => {
      const understanding = understandings.get(pin.seq);
      return understanding ? [{ pin, found, seen: understanding }] : [];
    });
    const hits = known.map(({ pin, found, seen: hit }): Hit => {
      const object = hit.objects[ordinalOfKey(found.key) - 1];
      const box = object?.box ?? null;
      return {
        pin,
        similarity: found.similarity,
        score: cutoff.spread > 0 ? (found.similarity - cutoff.median) / cutoff.spread : 0,
        region: box,
        reasons: reasonsFor(sight, object ?? hit, found.similarity, box),
      };
    });
    stage("explain");
    const { embedding: _, ...plain } = sight;
    return {
      slate: randomUUID(),
      model: index.model,
      query: seen,
      intent: { ...region, sight: plain },
      hits,
      chips: chipsFor(known),
      nothingSimilar: folded.length === 0 ? { nearestKinds: await kindsOf(others, index.model) } : null,
      cursor: folded.length > offset + query.limit ? cursorOf(offset + query.limit) : null,
      timings,
    };
  };

  /** The query as the models see it; `self` is its own pin, which is not its own answer. */
  const seeQuery = async (query: VisualQuery): Promise<{ seen: Understanding; self: number | null }> => {
    if (query.picture) {
      const seen = query.crop
        ? await ports.vision.look(query.picture, query.crop)
        : await ports.vision.understand(query.picture);
      return { seen, self: null };
    }
    const id = query.pin ?? "";
    const [pin] = await ports.pins.read([id]);
    if (!pin) throw new BowerbirdError("PIN_NOT_FOUND", { id });
    if (query.crop) {
      const path = await ports.blobPath(pin.blob);
      return { seen: await ports.vision.look({ path }, query.crop), self: pin.seq };
    }
    const seen = (await ports.understandings.read([pin.seq], ports.vision.model)).get(pin.seq);
    if (!seen) throw new BowerbirdError("NOT_READY", { what: `pin ${id} is still being looked at` });
    if (query.object !== undefined && !seen.objects[query.object - 1]) {
      throw new BowerbirdError("OBJECT_NOT_FOUND", { id, object: query.object });
    }
    return { seen, self: pin.seq };
  };

  const kindsOf = async (neighbours: readonly PinNeighbour[], model: string): Promise<string[]> => {
    const nearest = neighbours.slice(0, 24).map(({ seq }) => seq);
    const seen = await ports.understandings.read(nearest, model);
    return [...new Set([...seen.values()].map(({ kind }) => kind.name))].slice(0, 6);
  };

  return { search };
}

function regionOf(query: VisualQuery, seen: Understanding): ChosenRegion {
  if (query.crop) return { box: query.crop, ordinal: 0, view: "crop" };
  if (query.object !== undefined) {
    return { box: seen.objects[query.object - 1].box, ordinal: query.object, view: "object" };
  }
  return chooseRegion(seen);
}

/**
 * None when chance explains the nearest; else those past the cutoff, and the nearest in any case: in a collection of
 * nothing but chairs every background picture resembles a chair.
 */
function similarOf(
  neighbours: readonly PinNeighbour[],
  cutoff: Cutoff,
  { dimensions, size }: Pick<VectorIndex, "dimensions" | "size">,
  rate: number,
): readonly PinNeighbour[] {
  const [nearest] = neighbours;
  if (!nearest || (rate < 1 && expectedByChance(nearest.similarity, dimensions, size) > rate)) return [];
  const bound = Math.min(cutoff.similarity, nearest.similarity);
  return neighbours.filter(({ similarity }) => similarity >= bound);
}

/** The same photograph under several pins is shown once, by its most similar. */
function foldGroups(
  neighbours: readonly PinNeighbour[],
  pins: ReadonlyMap<number, Pin>,
): Array<{ pin: Pin; found: PinNeighbour }> {
  const groups = new Set<string>();
  return neighbours.flatMap((found) => {
    const pin = pins.get(found.seq);
    if (!pin || groups.has(pin.group)) return [];
    groups.add(pin.group);
    return [{ pin, found }];
  });
}

/** Similarities to the best region of each sampled pin. */
function backgroundOf(index: VectorIndex, embedding: Float32Array, sample: readonly number[]): number[] {
  return sample.flatMap((seq) => {
    const similarities: number[] = [];
    for (let ordinal = 0; ordinal < 16; ordinal++) {
      const vector = index.vector(vectorKey(seq, ordinal));
      if (!vector) break;
      similarities.push(dot(vector, embedding));
    }
    return similarities.length > 0 ? [Math.max(...similarities)] : [];
  });
}

function cursorOf(offset: number): string {
  return Buffer.from(`after ${offset}`).toString("base64url");
}

function parseCursor(cursor: string): number {
  const match = /^after (\d{1,4})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (!match) throw new BowerbirdError("BAD_CURSOR");
  return Number(match[1]);
}
