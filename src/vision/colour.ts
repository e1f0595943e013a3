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
  const [r, g, b] = [linear[red], linear[green], linear[blue]];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Squared distance, dimensionless; 0.0004 is just noticeable. */
export function colourDistance(a: Oklab, b: Oklab): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}

const named: ReadonlyArray<readonly [string, string]> = [
  ["white", "#f6f4f0"],
  ["silver", "#c9ccd0"],
  ["grey", "#8c8f93"],
  ["charcoal", "#3a3b40"],
  ["black", "#141416"],
  ["cream", "#efe4cc"],
  ["sand", "#d3bc98"],
  ["tan", "#c59a68"],
  ["brown", "#8a5a38"],
  ["dark brown", "#4b3122"],
  ["brass", "#b5924c"],
  ["mustard", "#d6a13a"],
  ["yellow", "#f2cf3b"],
  ["orange", "#ea7f2c"],
  ["terracotta", "#c06a47"],
  ["red", "#c62f2f"],
  ["burgundy", "#6b2233"],
  ["blush", "#e2b5a7"],
  ["pink", "#e88fae"],
  ["plum", "#703b56"],
  ["purple", "#7d4ba3"],
  ["lavender", "#ab9cc6"],
  ["navy", "#27395c"],
  ["blue", "#2f62c4"],
  ["sky blue", "#98bbd2"],
  ["slate", "#5d7486"],
  ["teal", "#2b777c"],
  ["turquoise", "#45b8b0"],
  ["sage green", "#9cad8c"],
  ["green", "#4c9447"],
  ["forest green", "#2f5141"],
  ["olive", "#77763a"],
];
const palette = named.map(([name, hex]) => ({ name, hex, colour: oklabOfHex(hex) }));

/** Every name a palette can hold, with the colour it stands for. */
export const colourNames: ReadonlyArray<{ readonly name: string; readonly hex: string }> = palette.map(
  ({ name, hex }) => ({ name, hex }),
);

export function oklabOfHex(hex: string): Oklab {
  const value = Number.parseInt(hex.slice(1), 16);
  return oklab((value >> 16) & 255, (value >> 8) & 255, value & 255);
}

export function colourName(colour: Oklab): string {
  return palette.reduce((best, next) =>
    colourDistance(next.colour, colour) < colourDistance(best.colour, colour) ? next : best,
  ).name;
}
