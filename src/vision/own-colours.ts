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
import { oklabOf } from "./colour.ts";
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
/** A cell and those around it: 1, ½, ¼ or ⅛ by how many axes they are apart on. */
const neighbourhood = [-1, 0, 1].flatMap((l) =>
  [-1, 0, 1].flatMap((a) =>
    [-1, 0, 1].map((b) => ({
      offset: l * strides[0] + a * strides[1] + b * strides[2],
      eighths: 8 / 2 ** (Math.abs(l) + Math.abs(a) + Math.abs(b)),
    })),
  ),
);

/**
 * @param rgb interleaved bytes of the whole picture [height, width, 3]
 * @returns interleaved bytes of the pixels that are the thing, each as often as its weight says; never empty
 */
export function ownPixels(rgb: Uint8Array, size: Size, box: Box): Uint8Array {
  const { pixels, inside } = boxAndRing(rgb, size, box);
  const cellOf = cellsOf(pixels);
  const own = smoothed(cellOf, inside, 1);
  const around = smoothed(cellOf, inside, 0);
  let count = 0;
  for (const isIn of inside) count += isIn;
  const outside = Math.max(1, inside.length - count);
  const weights = new Float32Array(inside.length);
  let total = 0;
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0) continue;
    const ground = around[cellOf[i]] / outside / (own[cellOf[i]] / count);
    weights[i] = Math.max(0, 1 - ringWeight * ground);
    total += weights[i];
  }
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
    const isInRow = y >= box.y && y <= box.y + box.h;
    for (let column = 1; column < columns.length; column++, at++) {
      const x = (columns[column - 1] + columns[column]) / 2 / width;
      inside[at] = Number(isInRow && x >= box.x && x <= box.x + box.w);
      writeMean(rgb, width, rows[row - 1], rows[row], columns[column - 1], columns[column], pixels, 3 * at);
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

/** The mean of a block of pixels, three bytes from `at` on. */
function writeMean(
  rgb: Uint8Array,
  width: number,
  top: number,
  bottom: number,
  left: number,
  right: number,
  out: Uint8Array,
  at: number,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let y = top; y < bottom; y++) {
    for (let i = 3 * (y * width + left); i < 3 * (y * width + right); i += 3) {
      red += rgb[i];
      green += rgb[i + 1];
      blue += rgb[i + 2];
    }
  }
  const area = (bottom - top) * (right - left);
  out[at] = Math.round(red / area);
  out[at + 1] = Math.round(green / area);
  out[at + 2] = Math.round(blue / area);
}

function cellsOf(pixels: Uint8Array): Uint32Array {
  const colours = oklabOf(pixels);
  const out = new Uint32Array(pixels.length / 3);
  const middle = (cells.colour / 2) * (strides[1] + strides[2]) + strides[0];
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    out[i] =
      middle +
      Math.round(colours[at] / step.lightness) * strides[0] +
      Math.round(colours[at + 1] / step.colour) * strides[1] +
      Math.round(colours[at + 2] / step.colour) * strides[2];
  }
  return out;
}

/**
 * The histogram of the pixels inside (1) or outside (0) the box, in eighths of a pixel: each counts in its cell, a half in
 * each neighbour along an axis, a quarter and an eighth across corners.
 */
function smoothed(cellOf: Uint32Array, inside: Uint8Array, side: 0 | 1): Uint32Array {
  const histogram = new Uint32Array(cells.lightness * strides[0]);
  const pixels = new Map<number, number>();
  for (let i = 0; i < cellOf.length; i++) {
    if (inside[i] === side) pixels.set(cellOf[i], (pixels.get(cellOf[i]) ?? 0) + 1);
  }
  for (const [cell, count] of pixels) {
    for (const { offset, eighths } of neighbourhood) histogram[cell + offset] += eighths * count;
  }
  return histogram;
}

/** Every pixel as often as its weight says, at most once, in reading order. */
function thinned(pixels: Uint8Array, weights: Float32Array): Uint8Array {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  const kept = new Uint8Array(pixels.length);
  let length = 0;
  let carried = 0;
  for (let i = 0; i < weights.length; i++) {
    carried += weights[i] / largest;
    if (carried < 1 - 1e-6) continue;
    carried -= 1;
    for (let at = 3 * i; at < 3 * i + 3; at++) kept[length++] = pixels[at];
  }
  return kept.slice(0, length);
}
