/**
 * Whether an address lies in a range written as an address or as address/length, IPv4 or IPv6.
 *
 * Sources: V. Fuller, T. Li (2006), RFC 4632; R. Hinden, S. Deering (2006), RFC 4291.
 */

/** False for what is no address or no range. */
export function inNetwork(address: string, range: string): boolean {
  const [base, length] = range.split("/");
  const [bits, network] = [bitsOf(address), bitsOf(base)];
  if (!bits || !network || bits.length !== network.length) return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return false;
  const kept = length === undefined ? bits.length : Number(length);
  return kept <= bits.length && bits.slice(0, kept) === network.slice(0, kept);
}

/** 32 or 128 binary digits. */
function bitsOf(address: string): string | undefined {
  const text = address.trim();
  return text.includes(":") ? bitsOfSix(text) : bitsOfFour(text);
}

const binary = (value: number, width: number): string => value.toString(2).padStart(width, "0");

function bitsOfFour(text: string): string | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map((part) => binary(Number(part), 8)).join("");
}

function bitsOfSix(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...new Array<string>(missing).fill("0"), ...(right ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => binary(Number.parseInt(group, 16), 16)).join("");
}
