/**
 * Do objects find more than whole pictures? On a catalogue with truth (studio pictures of items, scenes that hold them):
 *
 *   scene → item: every item that covers at least .4 % of a scene, boxed or not. Asked with the detected object that
 *     overlaps its true box most (by .5 or more; else the item is missed), or with the whole scene; counted is the rank
 *     of the item among items, each by its most similar studio picture.
 *   item → scenes: every item's first studio picture. By objects as the search does it: the picture's subject and half its
 *     whole, against the most similar region of each scene, whole included; by whole pictures: whole against whole.
 *     Relevant are the scenes that hold the item at .4 % or more.
 */
import { BowerbirdError } from "../core/errors.ts";
import { type Box, overlap, type Understanding } from "../core/nouns.ts";
import type { PictureSource, Vision } from "../core/ports.ts";
import { averagePrecisionAt, successAt } from "../math/ranking-metrics.ts";
import { dot } from "../math/vectors.ts";
import { chooseRegion } from "../vision/subject.ts";
import { forEachAtOnce } from "./at-once.ts";
import { type SearchQuestion, type SearchScore, scoreSearch } from "./evaluate-search.ts";
import { queryVectors, type Regions } from "./region.ts";

/** A line of a catalogue's `pins.jsonl`. */
export interface CataloguePicture {
  readonly file: string;
  readonly kind: "item" | "scene";
  /** `share` is the part of the picture's pixels that show the item, 0..1. */
  readonly items: ReadonlyArray<{ readonly itemId: number; readonly box: Box; readonly share: number }>;
}

export interface ItemRecall {
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
}

export interface SceneScore {
  readonly meanAveragePrecision: number;
  readonly hitAt10: number;
}

/** The search as it is served, asked with the same objects and the same studio pictures. */
export interface ObjectsSearchScore {
  readonly sceneToItem: SearchScore;
  readonly itemToScenes: SearchScore;
}

/** Shares, 0..1. */
export interface ObjectsScore {
  readonly sceneToItem: { readonly objects: ItemRecall; readonly wholePictures: ItemRecall };
  readonly itemToScenes: { readonly objects: SceneScore; readonly wholePictures: SceneScore };
}

export interface SeenPicture extends CataloguePicture {
  readonly seen: Regions;
}

const leastShare = 0.004;
const leastOverlap = 0.5;

/** @throws PICTURE_* NOTHING_TO_JUDGE when no scene holds an item that has a studio picture */
export async function evaluateObjects(
  vision: Vision,
  pictures: readonly CataloguePicture[],
  pictureOf: (file: string) => PictureSource,
  cutoff: number,
  progress: (done: number, total: number) => void = () => {},
): Promise<ObjectsScore & { readonly search: ObjectsSearchScore }> {
  let done = 0;
  const seen = await forEachAtOnce(pictures, vision.processes, async (picture) => {
    const understanding = await vision.understand(pictureOf(picture.file));
    progress(++done, pictures.length);
    return { ...picture, seen: understanding };
  });
  return { ...scoreObjects(seen), search: await searchObjects(seen, cutoff) };
}

type FullySeen = CataloguePicture & { readonly seen: Understanding };

/** Items that were not boxed are no questions here: there is no object to ask with. */
async function searchObjects(pictures: readonly FullySeen[], cutoff: number): Promise<ObjectsSearchScore> {
  const studio = pictures.filter(({ kind, items }) => kind === "item" && items.length > 0);
  const scenes = pictures.filter(({ kind }) => kind === "scene");
  const placesOf = (list: readonly FullySeen[], itemId: number): ReadonlySet<number> =>
    new Set(list.flatMap((picture, place) => (holds(picture, itemId) ? [place] : [])));
  const fromScenes = scenes.flatMap(({ items, seen }) =>
    items.flatMap(({ itemId, box, share }): SearchQuestion[] => {
      const object = share >= leastShare ? objectAt({ seen }, box)?.ordinal : undefined;
      const relevant = placesOf(studio, itemId);
      return object === undefined || relevant.size === 0 ? [] : [{ seen, object, relevant }];
    }),
  );
  const fromItems = firstPictures(studio)
    .map(({ items, seen }) => ({ seen, relevant: placesOf(scenes, items[0].itemId) }))
    .filter(({ relevant }) => relevant.size > 0);
  const seenIn = (list: readonly FullySeen[]): Understanding[] => list.map(({ seen }) => seen);
  return {
    sceneToItem: await scoreSearch(seenIn(studio), fromScenes, cutoff),
    itemToScenes: await scoreSearch(seenIn(scenes), fromItems, cutoff),
  };
}

/** At .4 % of the picture or more. */
function holds({ items }: CataloguePicture, itemId: number): boolean {
  return items.some((item) => item.itemId === itemId && item.share >= leastShare);
}

function firstPictures<T extends CataloguePicture>(studio: readonly T[]): T[] {
  return [...new Map([...studio].reverse().map((picture) => [picture.items[0].itemId, picture])).values()];
}

/** @throws NOTHING_TO_JUDGE */
export function scoreObjects(pictures: readonly SeenPicture[]): ObjectsScore {
  const studio = pictures.filter(({ kind, items }) => kind === "item" && items.length > 0);
  const scenes = pictures.filter(({ kind }) => kind === "scene");
  return {
    sceneToItem: {
      objects: itemRecall(scenes, studio, (scene, box) => objectAt(scene, box)?.embedding ?? null),
      wholePictures: itemRecall(scenes, studio, (scene) => scene.seen.embedding),
    },
    itemToScenes: {
      objects: sceneScore(
        scenes,
        studio,
        (seen) => queryVectors(seen, chooseRegion(seen), false).part,
        (seen) => [seen, ...seen.objects].map(({ embedding }) => embedding),
      ),
      wholePictures: sceneScore(
        scenes,
        studio,
        ({ embedding }) => embedding,
        ({ embedding }) => [embedding],
      ),
    },
  };
}

function itemRecall(
  scenes: readonly SeenPicture[],
  studio: readonly SeenPicture[],
  queryOf: (scene: SeenPicture, box: Box) => Float32Array | null,
): ItemRecall {
  const known = new Set(studio.map(({ items }) => items[0].itemId));
  const ranks = scenes.flatMap((scene) =>
    scene.items
      .filter(({ share, itemId }) => share >= leastShare && known.has(itemId))
      .map(({ box, itemId }) => {
        const query = queryOf(scene, box);
        return query ? rankOfItem(query, itemId, studio) : Infinity;
      }),
  );
  if (ranks.length === 0) throw nothingHeld();
  const within = (k: number): number => ranks.filter((rank) => rank <= k).length / ranks.length;
  return { recallAt1: within(1), recallAt5: within(5), recallAt10: within(10) };
}

const nothingHeld = (): BowerbirdError =>
  new BowerbirdError("NOTHING_TO_JUDGE", {
    why: "no scene holds an item that a studio picture shows, at .4 % of the scene or more",
  });

/** From 1 up, each item counted once. */
function rankOfItem(query: Float32Array, itemId: number, studio: readonly SeenPicture[]): number {
  const best = new Map<number, number>();
  for (const { items, seen } of studio) {
    const similarity = dot(seen.embedding, query);
    best.set(items[0].itemId, Math.max(similarity, best.get(items[0].itemId) ?? -1));
  }
  const own = best.get(itemId) ?? -1;
  return 1 + [...best.values()].filter((similarity) => similarity > own).length;
}

function objectAt({ seen }: Pick<SeenPicture, "seen">, box: Box) {
  const [nearest] = seen.objects
    .map((object) => ({ object, shared: overlap(object.box, box) }))
    .sort((a, b) => b.shared - a.shared);
  return nearest && nearest.shared >= leastOverlap ? nearest.object : null;
}

function sceneScore(
  scenes: readonly SeenPicture[],
  studio: readonly SeenPicture[],
  queryOf: (item: Regions) => Float32Array,
  vectorsOf: (scene: Regions) => readonly Float32Array[],
): SceneScore {
  const lists = firstPictures(studio)
    .map(({ items, seen }) => ({ items, query: queryOf(seen) }))
    .map(({ items, query }) =>
      scenes
        .map((scene) => ({
          grade: holds(scene, items[0].itemId) ? 1 : 0,
          similarity: Math.max(-1, ...vectorsOf(scene.seen).map((vector) => dot(vector, query))),
        }))
        .sort((a, b) => b.similarity - a.similarity)
        .map(({ grade }) => grade),
    )
    .filter((list) => list.includes(1));
  if (lists.length === 0) throw nothingHeld();
  const mean = (measure: (list: readonly number[]) => number): number =>
    lists.reduce((sum, list) => sum + measure(list), 0) / lists.length;
  return {
    meanAveragePrecision: mean((list) => averagePrecisionAt(list, list.filter((grade) => grade > 0).length)),
    hitAt10: mean((list) => successAt(list, 10)),
  };
}
