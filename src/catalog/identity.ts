/** A pin's id is made from its picture's bytes: the same bytes are the same pin on every machine and every import. */

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** @param blob SHA-256, 64 hex digits. Twenty characters of Crockford's base 32: its first 100 bits. */
export function pinIdOf(blob: string): string {
  let bits = BigInt(`0x${blob.slice(0, 25)}`);
  let id = "";
  for (let i = 0; i < 20; i++) {
    id = alphabet[Number(bits & 31n)] + id;
    bits >>= 5n;
  }
  return id;
}
