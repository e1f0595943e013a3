/** Slows down who guesses passwords or signs up many times: an address of mail, or of the network, has to wait. */
import type { Clock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";

const window = 15 * 60_000;
const most = { email: 10, network: 50 };
/** Beyond so many remembered, the oldest are forgotten. */
const remembered = 10_000;

export interface SignInGuard {
  /** @throws TOO_MANY_SIGN_INS */
  admit(email: string, network: string): void;
  /** One more sign-up from there. */
  signedUp(network: string): void;
  failed(email: string, network: string): void;
  succeeded(email: string): void;
}

export function signInGuard(clock: Clock): SignInGuard {
  const failures = new Map<string, { count: number; since: number }>();
  const keysOf = (email: string, network: string): ReadonlyArray<readonly [string, number]> => [
    [`email ${email.toLowerCase()}`, most.email],
    [`network ${network}`, most.network],
  ];
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
    admit: (email, network) => {
      for (const [key, bound] of keysOf(email, network)) {
        const entry = living(key);
        if (!entry || entry.count < bound) continue;
        const seconds = Math.ceil((entry.since + window - clock.now()) / 1000);
        throw new BowerbirdError("TOO_MANY_SIGN_INS", { seconds });
      }
    },
    signedUp: (network) => count(`network ${network}`),
    failed: (email, network) => {
      for (const [key] of keysOf(email, network)) count(key);
    },
    succeeded: (email) => {
      failures.delete(`email ${email.toLowerCase()}`);
    },
  };
}
