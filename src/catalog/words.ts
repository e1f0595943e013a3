/**
 * The rules of a pin's words: what is trimmed, folded and refused, the same wherever they come from.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { AttributeValue, PinWords } from "../core/nouns.ts";

const bounds = {
  title: 500,
  description: 20_000,
  link: 2_048,
  tag: 100,
  tags: 100,
  attributes: 100,
  value: 2_000,
};

/** Words as they are kept. Too long texts are cut at the bound; a link that is not http(s) is refused. */
export function parseWords(words: Partial<PinWords>): Partial<PinWords> {
  const parsed: { -readonly [K in keyof PinWords]?: PinWords[K] } = {};
  if (words.title !== undefined) parsed.title = plainText(words.title, bounds.title);
  if (words.description !== undefined) parsed.description = plainText(words.description, bounds.description);
  if (words.link !== undefined) parsed.link = parseLink(words.link);
  if (words.tags !== undefined) parsed.tags = parseTags(words.tags);
  if (words.price !== undefined) parsed.price = words.price;
  if (words.attributes !== undefined) parsed.attributes = parseAttributes(words.attributes);
  return parsed;
}

/** Trimmed, without control characters, tags without doubles regardless of case, in their first order. */
export function parseTags(tags: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const tag of tags) {
    const text = plainText(tag, bounds.tag).replace(/\s+/g, " ");
    if (text !== "" && !seen.has(text.toLowerCase())) seen.set(text.toLowerCase(), text);
  }
  return [...seen.values()].slice(0, bounds.tags);
}

/** Host of a link in lower case without `www.`; empty for an empty link. */
export function domainOf(link: string): string {
  return link === "" ? "" : new URL(link).hostname.toLowerCase().replace(/^www\./, "");
}

function parseLink(link: string): string {
  const text = link.trim();
  if (text === "") return "";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || text.length > bounds.link) {
    throw new BowerbirdError("BAD_INPUT", { what: "the link", why: "it is not an http or https address" });
  }
  return url.href;
}

function parseAttributes(
  attributes: Readonly<Record<string, AttributeValue>>,
): Record<string, AttributeValue> {
  const entries = Object.entries(attributes).slice(0, bounds.attributes);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      plainText(name, bounds.tag),
      typeof value === "string" ? plainText(value, bounds.value) : value,
    ]),
  );
}

function plainText(text: string, bound: number): string {
  return text
    .replace(/(?![\t\n])\p{Cc}/gu, "")
    .trim()
    .slice(0, bound)
    .toWellFormed();
}
