/**
 * A picture's main colours: k-means in OKLab, started from the picture's own spread (k-means++ with a fixed seed, so
 * the same picture has the same palette), close centres merged.
 *
 * Source: D. Arthur and S. Vassilvitskii (2007), "k-means++: the advantages of careful seeding", SODA.
 */
import type { Swatch } from "../core/nouns.ts";
import { seededRandom } from "../core/random.ts";
import { colourDistance, colourName, type Oklab, oklabOf } from "./colour.ts";

const mostRounds = 12;
/** Centres nearer than this (squared OKLab distance) are one colour. */
const sameColour = 0.0016;

/** Sums over the pixels of one centre. */
interface Cluster {
  readonly pixels: number;
  readonly colour: Oklab;
  /** Sums of the red, green and blue bytes. */
  readonly bytes: readonly [number, number, number];
}

/** @param rgb interleaved bytes [pixels × 3]; a thousand pixels are enough. Largest share first. */
export function paletteOf(rgb: Uint8Array, count = 5): Swatch[] {
  const pixels = Math.floor(rgb.length / 3);
  if (pixels === 0) return [];
  const colours = oklabOf(rgb);
  let centres = firstCentres(colours, count);
  const owner = new Uint8Array(pixels);
  for (let round = 0; round < mostRounds && assign(colours, centres, owner); round++) {
    const clusters = clustersOf(centres.length, owner, colours, rgb);
    centres = centres.map((centre, c) => clusters[c]?.colour ?? centre);
  }
  const clusters = clustersOf(centres.length, owner, colours, rgb).filter((cluster) => cluster !== null);
  return mergeClose(clusters)
    .map((cluster) => ({
      hex: `#${cluster.bytes.map((sum) => hexByte(sum / cluster.pixels)).join("")}`,
      name: colourName(cluster.colour),
      share: cluster.pixels / pixels,
    }))
    .sort((a, b) => b.share - a.share);
}

function firstCentres(colours: Float64Array, count: number): Oklab[] {
  const random = seededRandom(7);
  const pixels = colours.length / 3;
  const centres = [colourAt(colours, random.integer(pixels))];
  const distance = new Float64Array(pixels).fill(Infinity);
  while (centres.length < count) {
    const newest = centres[centres.length - 1];
    let total = 0;
    for (let i = 0; i < pixels; i++) {
      distance[i] = Math.min(distance[i], squared(colours, i, newest));
      total += distance[i];
    }
    if (total === 0) break;
    let left = random.next() * total;
    const chosen = distance.findIndex((d) => {
      left -= d;
      return left <= 0;
    });
    centres.push(colourAt(colours, Math.max(0, chosen)));
  }
  return centres;
}

/** Gives every pixel its nearest centre; false when nothing changed. */
function assign(colours: Float64Array, centres: readonly Oklab[], owner: Uint8Array): boolean {
  let changed = false;
  for (let i = 0; i < owner.length; i++) {
    let best = 0;
    let nearest = Infinity;
    for (let c = 0; c < centres.length; c++) {
      const distance = squared(colours, i, centres[c]);
      if (distance < nearest) {
        nearest = distance;
        best = c;
      }
    }
    changed ||= owner[i] !== best;
    owner[i] = best;
  }
  return changed;
}

/** Null for a centre that has lost its pixels. */
function clustersOf(
  count: number,
  owner: Uint8Array,
  colours: Float64Array,
  rgb: Uint8Array,
): Array<Cluster | null> {
  const sums = Array.from({ length: count }, () => new Float64Array(6));
  const pixels = new Uint32Array(count);
  for (let i = 0; i < owner.length; i++) {
    const own = sums[owner[i]];
    pixels[owner[i]]++;
    for (let k = 0; k < 3; k++) {
      own[k] += colours[3 * i + k];
      own[3 + k] += rgb[3 * i + k];
    }
  }
  return sums.map(([l, a, b, red, green, blue], c) => {
    const n = pixels[c];
    return n === 0 ? null : { pixels: n, colour: [l / n, a / n, b / n], bytes: [red, green, blue] };
  });
}

/** A cluster joins an earlier one whose colour it shares; the name stays that of the earlier. */
function mergeClose(clusters: readonly Cluster[]): Cluster[] {
  const merged: Cluster[] = [];
  for (const cluster of clusters) {
    const twin = merged.findIndex(({ colour }) => colourDistance(colour, cluster.colour) < sameColour);
    if (twin < 0) {
      merged.push(cluster);
      continue;
    }
    const { pixels, colour, bytes } = merged[twin];
    merged[twin] = {
      pixels: pixels + cluster.pixels,
      colour,
      bytes: [bytes[0] + cluster.bytes[0], bytes[1] + cluster.bytes[1], bytes[2] + cluster.bytes[2]],
    };
  }
  return merged;
}

function colourAt(colours: Float64Array, pixel: number): Oklab {
  return [colours[3 * pixel], colours[3 * pixel + 1], colours[3 * pixel + 2]];
}

function squared(colours: Float64Array, pixel: number, centre: Oklab): number {
  const l = colours[3 * pixel] - centre[0];
  const a = colours[3 * pixel + 1] - centre[1];
  const b = colours[3 * pixel + 2] - centre[2];
  return l * l + a * a + b * b;
}

function hexByte(value: number): string {
  return Math.round(value).toString(16).padStart(2, "0");
}
