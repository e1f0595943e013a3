/**
 * Is a thing's colour its own? On the sample catalogue: every object that overlaps a true box by .5 or more; right when
 * the largest swatch is called by the word for the item's true colour. Prints, for odd and even items (the constants were
 * chosen on the odd ones): all pixels of the box, and those that are not of the ground. Milliseconds are for one object.
 *
 *   node bench/own-colours.ts [pictures]
 */
import { readFileSync } from "node:fs";
import { type Box, overlap, wholePicture } from "../src/core/nouns.ts";
import { parseSettings } from "../src/core/settings.ts";
import { openInferencePool } from "../src/io/models/inference-pool.ts";
import { decodePicture } from "../src/io/pictures/sharp-studio.ts";
import { colourNamed } from "../src/vision/colour-words.ts";
import { averaged, detectorSize } from "../src/vision/model-inputs.ts";
import { ownPixels } from "../src/vision/own-colours.ts";
import { paletteOf } from "../src/vision/palette.ts";

interface Line {
  readonly file: string;
  readonly items: ReadonlyArray<{ readonly itemId: number; readonly colour: string; readonly box: Box }>;
}

const folder = "samples/home";
const lines = readFileSync(`${folder}/pins.jsonl`, "utf8")
  .split("\n")
  .flatMap((line): Line[] => (line === "" ? [] : [JSON.parse(line)]))
  .slice(0, Number(process.argv[2] ?? 1000));
const settings = parseSettings({});
const pool = await openInferencePool(settings, { cache: "" });
/** What the names of the catalogue's paints are called. */
const spoken: Readonly<Record<string, string>> = {
  "sky blue": "blue",
  navy: "blue",
  charcoal: "grey",
  mustard: "yellow",
  plum: "purple",
  lavender: "purple",
  blush: "pink",
  "sage green": "green",
  "forest green": "green",
};
const small = { width: 32, height: 32 };
const methods = {
  "all of the box": async (at: Looked) => averaged(await at.picture.rgb(at.box, small), small, small),
  "the thing's own": async (at: Looked) => {
    const size = detectorSize(at.picture).picture;
    return ownPixels(await at.picture.rgb(wholePicture, size), size, at.box);
  },
};
interface Looked {
  readonly picture: Awaited<ReturnType<typeof decodePicture>>;
  readonly box: Box;
}

const tally = Object.keys(methods).map((name) => ({ name, odd: [0, 0], even: [0, 0], milliseconds: 0 }));
for (const { file, items } of lines) {
  const path = `${folder}/${file}`;
  const { objects } = await pool.understand({ path });
  const picture = await decodePicture({ path }, settings);
  for (const { box } of objects) {
    const [best] = items
      .map((item) => ({ item, shared: overlap(item.box, box) }))
      .sort((a, b) => b.shared - a.shared);
    if (!best || best.shared < 0.5) continue;
    const word = colourNamed(spoken[best.item.colour] ?? best.item.colour);
    for (const [i, method] of Object.values(methods).entries()) {
      const started = performance.now();
      const [largest] = paletteOf(await method({ picture, box }));
      tally[i].milliseconds += performance.now() - started;
      const counts = best.item.itemId % 2 ? tally[i].odd : tally[i].even;
      counts[0] += (word?.names.get(largest.name) ?? 0) >= 0.5 ? 1 : 0;
      counts[1]++;
    }
  }
}
await pool.close();
for (const { name, odd, even, milliseconds } of tally) {
  const share = ([right, all]: number[]): string => `${(right / all).toFixed(3)} of ${all}`;
  const each = (milliseconds / (odd[1] + even[1])).toFixed(2);
  process.stdout.write(`${name}: odd ${share(odd)}, even ${share(even)}, ${each} ms\n`);
}
