/**
 * What is served finds at least as well as bare vectors: on a part of the sample catalogue, through our own detection. The
 * part is one where parts thinned by their whole picture, as they once were, are .028 of mean average precision below the parts
 * alone; `bowerbird eval` judges the whole of it, and anyone's own pictures.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Understanding } from "../src/core/nouns.ts";
import type { Vision } from "../src/core/ports.ts";
import { parseSettings } from "../src/core/settings.ts";
import { openInferencePool } from "../src/io/models/inference-pool.ts";
import { type CataloguePicture, evaluateObjects } from "../src/search/evaluate-objects.ts";
import { evaluateRetrieval, type RetrievalRow } from "../src/search/evaluate-retrieval.ts";

const root = "samples/home";
const cutoff = 0.03;
/** One question of thirty that comes a place later is no loss. */
const tie = 0.01;

const pins = readFileSync(`${root}/pins.jsonl`, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as CataloguePicture);
const scenes = pins.filter(({ kind }) => kind === "scene").filter((_, i) => i % 3 === 1);
const inScenes = new Set(scenes.flatMap(({ items }) => items.map(({ itemId }) => itemId)));
const studio = pins
  .filter(({ kind, items }) => kind === "item" && inScenes.has(items[0].itemId))
  .filter(({ items }) => items[0].itemId % 6 === 1);
const pictures = [...studio, ...scenes];
const pictureOf = (file: string) => ({ path: `${root}/${file}` });

describe("the sample catalogue", () => {
  let vision: Vision;
  beforeAll(async () => {
    vision = lookingOnce(await openInferencePool(parseSettings({}), { cache: "" }));
  });
  afterAll(() => vision.close());

  test("an item finds its scenes, and a boxed object its item, as by bare vectors", async () => {
    const { sceneToItem, itemToScenes, search } = await evaluateObjects(vision, pictures, pictureOf, cutoff);
    const served = search.itemToScenes;
    expect(served.queries).toBeGreaterThan(20);
    expect(served.meanAveragePrecision).toBeGreaterThan(itemToScenes.objects.meanAveragePrecision - tie);
    expect(served.recallAt10).toBeGreaterThan(itemToScenes.objects.hitAt10 - tie);
    expect(served.meanAveragePrecision).toBeGreaterThan(itemToScenes.wholePictures.meanAveragePrecision);
    expect(search.sceneToItem.recallAt10).toBeGreaterThan(sceneToItem.objects.recallAt10);
  });

  test("a picture finds the others of its item as by bare vectors", async () => {
    const rows = studio.flatMap(({ file, items }) =>
      (["query", "catalogue"] as const).map(
        (role): RetrievalRow => ({ file, set: "home", role, group: String(items[0].itemId) }),
      ),
    );
    const { sets, search } = await evaluateRetrieval(vision, rows, pictureOf, cutoff);
    for (const measure of ["recallAt1", "recallAt10", "precisionAt10", "meanAveragePrecision"] as const) {
      expect(search.home[measure], measure).toBeGreaterThan(sets.home[measure] - tie);
    }
  });
});

/** Both tests ask for the same pictures. */
function lookingOnce(vision: Vision): Vision {
  const known = new Map<string, Promise<Understanding>>();
  return {
    ...vision,
    understand: (picture) => {
      const name = "path" in picture ? picture.path : "";
      const seen = known.get(name) ?? vision.understand(picture);
      known.set(name, seen);
      return seen;
    },
  };
}
