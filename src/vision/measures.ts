/** What can be measured without a model: a perceptual hash, sharpness, exposure. */
import { oklabOf } from "./colour.ts";

export const hashSide = 32;
const kept = 8;
const cosines = Float64Array.from({ length: kept * hashSide }, (_, i) => {
  const [u, x] = [Math.floor(i / hashSide), i % hashSide];
  return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * hashSide));
});

/**
 * pHash: the signs of the lowest 8 × 8 frequencies of a grey 32 × 32 picture about their median, 16 hex digits.
 * Source: C. Zauner (2010), "Implementation and benchmarking of perceptual image hash functions".
 * @param grey bytes [32 × 32]
 */
export function perceptualHash(grey: Uint8Array): string {
  const rows = new Float64Array(hashSide * kept);
  for (let y = 0; y < hashSide; y++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let x = 0; x < hashSide; x++) sum += grey[y * hashSide + x] * cosines[u * hashSide + x];
      rows[y * kept + u] = sum;
    }
  }
  const frequencies = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let y = 0; y < hashSide; y++) sum += rows[y * kept + u] * cosines[v * hashSide + y];
      frequencies[v * kept + u] = sum;
    }
  }
  const sorted = [...frequencies.slice(1)].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  let hash = 0n;
  for (const frequency of frequencies) hash = (hash << 1n) | (frequency > median ? 1n : 0n);
  return hash.toString(16).padStart(16, "0");
}

/** Bits that differ between two hashes, 0..64. */
export function hashDistance(a: string, b: string): number {
  let difference = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let bits = 0;
  for (; difference > 0n; difference &= difference - 1n) bits++;
  return bits;
}

/** Variance of the Laplacian of a grey picture [height × width]; small means blurred. */
export function sharpnessOf(grey: Uint8Array, width: number, height: number): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const value = grey[i - 1] + grey[i + 1] + grey[i - width] + grey[i + width] - 4 * grey[i];
      count++;
      sum += value;
      squares += value * value;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** Mean OKLab lightness, 0..1, of interleaved RGB bytes. */
export function exposureOf(rgb: Uint8Array): number {
  const colours = oklabOf(rgb);
  let sum = 0;
  for (let i = 0; i + 2 < rgb.length; i += 3) sum += colours[i];
  return rgb.length === 0 ? 0 : sum / (rgb.length / 3);
}
