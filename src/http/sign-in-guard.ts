/**
 * Slows down who guesses passwords or signs up many times. From one network a person's password may be tried a few times,
 * and those of all people a few times more; then it has to wait. Whoever is guessed at from many networks is never locked
 * out by it: their sign-ins only take some seconds longer, from everywhere.
 */
import ipaddr from "ipaddr.js";
import type { Clock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";

const window = 15 * 60_000;
const most = { pair: 10, network: 50 };
/** Of one person from all networks together, before each further one is slowed down. */
const unslowed = 20;
const slowest = 4000;
/** Beyond so many remembered, the oldest are forgotten. */
const remembered = 10_000;

export interface SignInGuard {
  /**
   * @param address of the network
   * @returns milliseconds to wait before the password is looked at
   * @throws TOO_MANY_SIGN_INS
   */
  admit(email: string, address: string): number;
  /** One more sign-up from there. */
  signedUp(address: string): void;
  failed(email: string, address: string): void;
  succeeded(email: string, address: string): void;
}

export function signInGuard(clock: Clock): SignInGuard {
  const failures = new Map<string, { count: number; since: number }>();
  const living = (key: string) => {
    const entry = failures.get(key);
    return entry && clock.now() - entry.since < window ? entry : null;
  };
  const count = (key: string): void => {
    const entry = living(key) ?? { count: 0, since: clock.now() };
    failures.delete(key);
    failures.set(key, { ...entry, count: entry.count + 1 });
    for (const oldest of failures.keys()) {
      if (failures.size <= remembered) break;
      failures.delete(oldest);
    }
  };
  return {
    admit: (email, address) => {
      const { pair, network, person } = keysOf(email, address);
      for (const [key, bound] of [[pair, most.pair] as const, [network, most.network] as const]) {
        const entry = living(key);
        if (!entry || entry.count < bound) continue;
        const seconds = Math.ceil((entry.since + window - clock.now()) / 1000);
        throw new BowerbirdError("TOO_MANY_SIGN_INS", { seconds });
      }
      const beyond = (living(person)?.count ?? 0) - unslowed;
      return beyond < 0 ? 0 : Math.min(slowest, 250 * 2 ** beyond);
    },
    signedUp: (address) => count(keysOf("", address).network),
    failed: (email, address) => {
      for (const key of Object.values(keysOf(email, address))) count(key);
    },
    succeeded: (email, address) => {
      failures.delete(keysOf(email, address).pair);
    },
  };
}

function keysOf(email: string, address: string) {
  const [person, network] = [`person ${email.toLowerCase()}`, `network ${networkOf(address)}`];
  return { pair: `${person} ${network}`, network, person };
}

/** Whoever has one address of IPv6 has the 2^64 of its network. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : parsed
        .toByteArray()
        .slice(0, 8)
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");
}
