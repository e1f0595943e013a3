/**
 * A picture's main colours: k-means in OKLab, started from the picture's own spread (k-means++ with a fixed seed, so
 * the same picture has the same palette), close centres merged.
 *
 * Source: D. Arthur and S. Vassilvitskii (2007), "k-means++: the advantages of careful seeding", SODA.
 */
import type { Swatch } from "../core/nouns.ts";
import { seededRandom } from "../core/random.ts";
import { colourDistance, colourName, type Oklab, oklab } from "./colour.ts";

const rounds = 12;
/** Centres nearer than this (squared OKLab distance) are one colour. */
const sameColour = 0.0016;

/** @param rgb interleaved bytes [pixels × 3]; a few thousand pixels are enough. Largest share first. */
export function paletteOf(rgb: Uint8Array, count = 5): Swatch[] {
  const pixels: Oklab[] = [];
  for (let i = 0; i + 2 < rgb.length; i += 3) pixels.push(oklab(rgb[i], rgb[i + 1], rgb[i + 2]));
  if (pixels.length === 0) return [];
  let centres = firstCentres(pixels, count);
  let owner = assign(pixels, centres);
  for (let round = 0; round < rounds; round++) {
    centres = centres.map((centre, c) => mean(pixels.filter((_, i) => owner[i] === c)) ?? centre);
    owner = assign(pixels, centres);
  }
  const clusters = centres.map((_, c) => Array.from(owner.keys()).filter((i) => owner[i] === c));
  return mergeClose(clusters, centres)
    .map((members): Swatch => {
      const hex = `#${[0, 1, 2].map((channel) => meanByte(rgb, members, channel)).join("")}`;
      const colour = mean(members.map((i) => pixels[i])) ?? pixels[0];
      return { hex, name: colourName(colour), share: members.length / pixels.length };
    })
    .sort((a, b) => b.share - a.share);
}

function firstCentres(pixels: readonly Oklab[], count: number): Oklab[] {
  const random = seededRandom(7);
  const centres = [pixels[random.integer(pixels.length)]];
  const distance = new Float64Array(pixels.length).fill(Infinity);
  while (centres.length < count) {
    let total = 0;
    pixels.forEach((pixel, i) => {
      distance[i] = Math.min(distance[i], colourDistance(pixel, centres[centres.length - 1]));
      total += distance[i];
    });
    if (total === 0) break;
    let left = random.next() * total;
    const chosen = distance.findIndex((d) => {
      left -= d;
      return left <= 0;
    });
    centres.push(pixels[Math.max(0, chosen)]);
  }
  return centres;
}

function assign(pixels: readonly Oklab[], centres: readonly Oklab[]): Uint8Array {
  return Uint8Array.from(pixels, (pixel) => {
    let best = 0;
    for (let c = 1; c < centres.length; c++) {
      if (colourDistance(pixel, centres[c]) < colourDistance(pixel, centres[best])) best = c;
    }
    return best;
  });
}

function mean(colours: readonly Oklab[]): Oklab | null {
  if (colours.length === 0) return null;
  const sum = [0, 0, 0];
  for (const colour of colours) for (let i = 0; i < 3; i++) sum[i] += colour[i];
  return [sum[0] / colours.length, sum[1] / colours.length, sum[2] / colours.length];
}

function mergeClose(clusters: readonly number[][], centres: readonly Oklab[]): number[][] {
  const merged: { members: number[]; centre: Oklab }[] = [];
  clusters.forEach((members, c) => {
    if (members.length === 0) return;
    const twin = merged.find(({ centre }) => colourDistance(centre, centres[c]) < sameColour);
    if (twin) twin.members.push(...members);
    else merged.push({ members: [...members], centre: centres[c] });
  });
  return merged.map(({ members }) => members);
}

function meanByte(rgb: Uint8Array, members: readonly number[], channel: number): string {
  const sum = members.reduce((total, i) => total + rgb[3 * i + channel], 0);
  return Math.round(sum / members.length)
    .toString(16)
    .padStart(2, "0");
}
