/**
 * OKLab, a colour space in which distance is what people see, and names of colours in it.
 * Source: B. Ottosson (2020), "A perceptual color space for image processing".
 */

/** Lightness 0..1, green–red a, blue–yellow b. */
export type Oklab = readonly [lightness: number, a: number, b: number];

const linear = Float64Array.from({ length: 256 }, (_, i) => {
  const c = i / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

/** sRGB bytes to OKLab. */
export function oklab(red: number, green: number, blue: number): Oklab {
  const [lightness, a, b] = oklabOf(Uint8Array.of(red, green, blue));
  return [lightness, a, b];
}

/** Interleaved sRGB bytes to OKLab, [pixels × 3] both. */
export function oklabOf(rgb: Uint8Array): Float64Array {
  const out = new Float64Array(rgb.length);
  for (let i = 0; i + 2 < rgb.length; i += 3) {
    const red = linear[rgb[i]];
    const green = linear[rgb[i + 1]];
    const blue = linear[rgb[i + 2]];
    const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    out[i] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    out[i + 1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    out[i + 2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return out;
}

/** Squared distance, dimensionless; 0.0004 is just noticeable. */
export function colourDistance(a: Oklab, b: Oklab): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}

/**
 * Each name with the colours that it stands for, in light and in shade: a person calls a thing in shadow by the colour
 * it would have in the light. The first is the name's own.
 */
const named: Readonly<Record<string, readonly string[]>> = {
  white: ["#f6f4f0", "#ffffff", "#e8e7e5"],
  "light grey": ["#c9ccd0", "#d9d9d9", "#bdbdbd"],
  grey: ["#8c8f93", "#a3a3a3", "#757575"],
  "dark grey": ["#5a5b5e", "#636363", "#4d4d4d"],
  charcoal: ["#3a3b40", "#333333"],
  black: ["#141416", "#000000", "#222222"],
  cream: ["#efe4cc", "#e9e2d2"],
  beige: ["#d3bc98", "#c4b298", "#b5a48b"],
  taupe: ["#8f8172", "#a0948a", "#75695e"],
  tan: ["#c59a68", "#b08a5f"],
  brown: ["#8a5a38", "#6e4830", "#9b7350", "#7d634b", "#5d473b"],
  "dark brown": ["#4b3122", "#4e3b31", "#36261d"],
  brass: ["#b5924c", "#8f7436", "#a18a58"],
  mustard: ["#d6a13a", "#b8862b"],
  yellow: ["#f2cf3b", "#f7e27a"],
  orange: ["#ea7f2c", "#f2a35c"],
  terracotta: ["#c06a47", "#a65a3d", "#d28a6c"],
  red: ["#c62f2f", "#e0564f", "#9c2424"],
  burgundy: ["#6b2233", "#4d1824"],
  blush: ["#e2b5a7", "#c99a8c", "#eccfc6"],
  pink: ["#e88fae", "#f3bccf", "#d65c8a"],
  plum: ["#703b56", "#8a5470", "#55304a"],
  purple: ["#7d4ba3", "#5b2f80", "#331445"],
  lavender: ["#ab9cc6", "#8f80ab", "#c9bfdc"],
  navy: ["#27395c", "#1c2740", "#33486e"],
  blue: ["#2f62c4", "#4f86d9", "#2a4f92"],
  "sky blue": ["#98bbd2", "#b9d3e3", "#7a9fb8"],
  slate: ["#5d7486", "#4a5b69"],
  teal: ["#2b777c", "#1f5559", "#4a9196"],
  turquoise: ["#45b8b0", "#8ad6d0", "#ccf5ee"],
  "sage green": ["#9cad8c", "#b7c4ab", "#7f8f70", "#cfe8c4"],
  green: ["#4c9447", "#7dbb6f", "#2e7a34"],
  "forest green": ["#2f5141", "#1f3a2c", "#3f6b55"],
  olive: ["#77763a", "#5c5c2e", "#94935a"],
};
const anchors = Object.entries(named).flatMap(([name, hexes]) =>
  hexes.map((hex) => ({ name, colour: oklabOfHex(hex) })),
);

/** Every name a palette can hold, with the colour it stands for. */
export const colourNames: ReadonlyArray<{ readonly name: string; readonly hex: string }> = Object.entries(
  named,
).map(([name, [hex]]) => ({ name, hex }));

export function oklabOfHex(hex: string): Oklab {
  const value = Number.parseInt(hex.slice(1), 16);
  return oklab((value >> 16) & 255, (value >> 8) & 255, value & 255);
}

/** Light falls on things unevenly, so that their lightness says less of their colour than hue and chroma do. */
export const lightnessWeight = 0.3;

export function colourName(colour: Oklab): string {
  let nearest = { name: "", distance: Infinity };
  for (const anchor of anchors) {
    const distance = nameDistance(colour, anchor.colour);
    if (distance < nearest.distance) nearest = { name: anchor.name, distance };
  }
  return nearest.name;
}

/** Deviation within which people's names for a colour scatter, in OKLab. */
const nameSpread = 0.02;

/**
 * How a colour's name divides among those near it, shares that add up to 1: exp(−d² / 2s²) by the nearest of each name's
 * colours. Names that take less than a hundredth are left out.
 */
export function paletteShares(colour: Oklab): ReadonlyMap<string, number> {
  const nearest = new Map<string, number>();
  for (const anchor of anchors) {
    const distance = nameDistance(colour, anchor.colour);
    nearest.set(anchor.name, Math.min(distance, nearest.get(anchor.name) ?? Infinity));
  }
  const least = Math.min(...nearest.values());
  const shares = [...nearest]
    .map(([name, distance]) => [name, Math.exp((least - distance) / (2 * nameSpread ** 2))] as const)
    .filter(([, share]) => share >= 0.01);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  return new Map(shares.map(([name, share]) => [name, share / total]));
}

function nameDistance(one: Oklab, other: Oklab): number {
  return lightnessWeight * (other[0] - one[0]) ** 2 + (other[1] - one[1]) ** 2 + (other[2] - one[2]) ** 2;
}
