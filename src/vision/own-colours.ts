/**
 * Which pixels of a box are the thing itself and which the ground it stands before, told by colour: what is as common in
 * a ring around the box as in the box is ground. With c a colour, and box and ring the densities of pixels like it,
 *
 *   weight(c) = max(0, 1 − 1.5 · ring(c) / box(c))
 *
 * Densities are histograms in OKLab (steps of .12 in lightness, .02 in a and b: light falls on a wall unevenly), each
 * smoothed over its neighbours by 1, ½. A thing of the colour of its ground keeps all its pixels.
 *
 * Chosen on the odd items of the sample catalogue with the even ones in view (`bench/own-colours.ts`, decision 0012).
 */
import type { Box } from "../core/nouns.ts";
import { oklab } from "./colour.ts";
import type { Size } from "./model-inputs.ts";

/** Width of the ring, in sides of the box. */
const ring = 0.15;
/** Longest side that box and ring are averaged down to, in pixels. */
const lookedAt = 40;
const ringWeight = 1.5;
/** Part of the box's weight below which nothing stands out from the ground. */
const leastWeight = 0.05;

const step = { lightness: 0.12, colour: 0.02 };
/** Cells of the histograms: lightness 0..1, a and b within ±.4, with a margin to smooth over. */
const cells = { lightness: 11, colour: 44 };
const strides = [cells.colour * cells.colour, cells.colour, 1] as const;

/**
 * @param rgb interleaved bytes of the whole picture [height, width, 3]
 * @returns interleaved bytes of the pixels that are the thing, each as often as its weight says; never empty
 */
export function ownPixels(rgb: Uint8Array, size: Size, box: Box): Uint8Array {
  const { pixels, inside } = boxAndRing(rgb, size, box);
  const cellOf = cellsOf(pixels);
  const own = new Float32Array(cells.lightness * cells.colour * cells.colour);
  const around = new Float32Array(own.length);
  const count = inside.reduce((sum, isIn) => sum + isIn, 0);
  const outside = Math.max(1, inside.length - count);
  inside.forEach((isIn, i) => {
    spread(isIn ? own : around, cellOf[i], isIn ? 1 / count : 1 / outside);
  });
  const weights = Float32Array.from(inside, (isIn, i) =>
    isIn ? Math.max(0, 1 - (ringWeight * around[cellOf[i]]) / own[cellOf[i]]) : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return thinned(pixels, total < leastWeight * count ? Float32Array.from(inside) : weights);
}

/** The box with its ring, averaged down; `inside` is 1 for pixels of the box. */
function boxAndRing(rgb: Uint8Array, { width, height }: Size, box: Box) {
  const [left, right] = [Math.max(0, box.x - ring * box.w), Math.min(1, box.x + (1 + ring) * box.w)];
  const [top, bottom] = [Math.max(0, box.y - ring * box.h), Math.min(1, box.y + (1 + ring) * box.h)];
  const scale = Math.min(1, lookedAt / Math.max((right - left) * width, (bottom - top) * height));
  const columns = edges(left, right, width, scale);
  const rows = edges(top, bottom, height, scale);
  const pixels = new Uint8Array(3 * (columns.length - 1) * (rows.length - 1));
  const inside = new Uint8Array(pixels.length / 3);
  let at = 0;
  for (let row = 1; row < rows.length; row++) {
    const y = (rows[row - 1] + rows[row]) / 2 / height;
    for (let column = 1; column < columns.length; column++, at++) {
      const x = (columns[column - 1] + columns[column]) / 2 / width;
      inside[at] = Number(x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h);
      pixels.set(meanOf(rgb, width, rows[row - 1], rows[row], columns[column - 1], columns[column]), 3 * at);
    }
  }
  if (!inside.includes(1)) inside.fill(1);
  return { pixels, inside };
}

/** Borders between averaged pixels, in pixels of the picture. */
function edges(from: number, to: number, full: number, scale: number): number[] {
  const first = Math.min(full - 1, Math.floor(from * full));
  const last = Math.max(first + 1, Math.min(full, Math.ceil(to * full)));
  const count = Math.max(1, Math.min(last - first, Math.round((last - first) * scale)));
  return Array.from({ length: count + 1 }, (_, i) => first + Math.floor((i * (last - first)) / count));
}

function meanOf(rgb: Uint8Array, width: number, top: number, bottom: number, left: number, right: number) {
  let [red, green, blue] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let i = 3 * (y * width + left); i < 3 * (y * width + right); i += 3) {
      red += rgb[i];
      green += rgb[i + 1];
      blue += rgb[i + 2];
    }
  }
  const area = (bottom - top) * (right - left);
  return [Math.round(red / area), Math.round(green / area), Math.round(blue / area)] as const;
}

function cellsOf(pixels: Uint8Array): Uint32Array {
  const middle = cells.colour / 2;
  return Uint32Array.from({ length: pixels.length / 3 }, (_, i) => {
    const [lightness, a, b] = oklab(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
    const cell = [
      1 + Math.round(lightness / step.lightness),
      middle + Math.round(a / step.colour),
      middle + Math.round(b / step.colour),
    ];
    return cell.reduce((sum, place, axis) => sum + place * strides[axis], 0);
  });
}

/** Adds to a cell, a half to each neighbour along an axis, a quarter and an eighth across corners. */
function spread(histogram: Float32Array, cell: number, amount: number): void {
  for (let l = -1; l <= 1; l++) {
    for (let a = -1; a <= 1; a++) {
      const half = amount / 2 ** (Math.abs(l) + Math.abs(a));
      const at = cell + l * strides[0] + a * strides[1];
      histogram[at - 1] += half / 2;
      histogram[at] += half;
      histogram[at + 1] += half / 2;
    }
  }
}

/** Every pixel as often as its weight says, at most once, in reading order. */
function thinned(pixels: Uint8Array, weights: Float32Array): Uint8Array {
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const kept: number[] = [];
  let carried = 0;
  weights.forEach((weight, i) => {
    carried += weight / largest;
    if (carried < 1 - 1e-6) return;
    carried -= 1;
    kept.push(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
  });
  return Uint8Array.from(kept);
}
