/**
 * Small stable hashes for deterministic assignment; both give an unsigned 32-bit number from UTF-8 bytes.
 *
 * Sources: A. Appleby (2011), MurmurHash3_x86_32 (public domain); G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a.
 */
const encoder = new TextEncoder();

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === "string" ? encoder.encode(value) : value;

export function murmur3(value: string | Uint8Array, seed = 0): number {
  const bytes = bytesOf(value);
  const whole = bytes.length & ~3;
  let h = seed | 0;
  for (let i = 0; i < whole; i += 4) {
    h ^= scrambled(bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i];
  h ^= scrambled(tail) ^ bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scrambled(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

export function fnv1a(value: string | Uint8Array): number {
  let h = 0x811c9dc5;
  for (const byte of bytesOf(value)) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}
