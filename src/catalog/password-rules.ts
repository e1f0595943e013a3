/**
 * What a password must be: long rather than odd, and not what everyone would try first.
 *
 * Source: NIST SP 800-63B-4 (2025), "Digital Identity Guidelines", 3.1.1.
 */
import { BowerbirdError } from "../core/errors.ts";

const shortest = 10;
const firstTried =
  /^(?:(.)\1*|(?:0?123456789\d*)|(?:password|passwort|qwerty|qwertz|letmein|bowerbird)[\W\d]*)$/i;

/** @throws WEAK_PASSWORD */
export function requireGoodPassword(password: string, about: { name: string; email: string }): void {
  const refuse = (why: string): never => {
    throw new BowerbirdError("WEAK_PASSWORD", { why });
  };
  const said = password.normalize("NFKC").toLowerCase();
  if ([...said].length < shortest) refuse(`it has fewer than ${shortest} characters`);
  if (firstTried.test(said)) refuse("it is one of those everyone tries first");
  const own = [about.name, about.email, about.email.split("@")[0]].map((word) => word.toLowerCase());
  if (own.some((word) => word !== "" && said.replace(/[\W\d]+$/, "") === word.replace(/[\W\d]+$/, ""))) {
    refuse("it is your name or address");
  }
}
