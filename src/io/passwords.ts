/**
 * Passwords as salted scrypt hashes, `scrypt$N$r$p$salt$hash`, so that the cost may grow later and old hashes still open.
 * N = 2^15, r = 8, p = 3: 32 MB and about 0.2 s each; two at once at most, so that a flood of sign-ins cannot take the
 * memory.
 *
 * Source: C. Percival (2009), "Stronger key derivation via sequential memory-hard functions"; RFC 7914; parameters as
 * the OWASP Password Storage Cheat Sheet gives them.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

const cost = { N: 2 ** 15, r: 8, p: 3 };
const hashBytes = 32;
const atOnce = 2;

let running = 0;
const waiting: Array<() => void> = [];

async function derive(password: string, salt: Uint8Array, { N, r, p }: typeof cost): Promise<Buffer> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize("NFKC"), salt, hashBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Of nobody: compared with when an address is unknown, so that the answer takes as long. */
const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** `stored` is null where there is no such account or it has no password; the answer is then no, as slowly. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt, hash] = (stored ?? nobody).split("$");
  const known = Buffer.from(hash, "base64url");
  const key = await derive(password, Buffer.from(salt, "base64url"), { N: +N, r: +r, p: +p });
  return stored !== null && known.length === key.length && timingSafeEqual(known, key);
}
