/**
 * Collections of judged texts in the forms of TREC: documents and topics between tags (capital or small letters, closed
 * or not, with or without a root), judgments as lines of `topic 0 document grade`.
 *
 * Cranfield's judgments number the topics 1, 2, 3 … in their order, its topics have other numbers. So when some topics
 * have no judgments by their number and the judged numbers are exactly 1 to the number of topics, topics are judged by
 * their place.
 */
import { BowerbirdError } from "../core/errors.ts";

export interface JudgedDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
}

/** Topic → document → grade. */
export type Judgments = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** @throws SOURCE_UNREADABLE without a document */
export function parseDocuments(content: string, source: string): JudgedDocument[] {
  const documents = elements(content, "doc").map((element) => {
    const title = textOf(element, ["title", "headline", "head"]);
    const text = textOf(element, ["text", "body", "abstract"]);
    return { id: textOf(element, ["docno", "docid", "id"]), title, text: withoutHead(text, title) };
  });
  const found = documents.filter(({ id }) => id !== "");
  if (found.length === 0) throw unreadable(source, "it holds no <doc> with a <docno>");
  return found;
}

/** @throws SOURCE_UNREADABLE without a topic */
export function parseQueries(content: string, source: string): JudgedQuery[] {
  const queries = elements(content, "top").map((element) => ({
    id: textOf(element, ["num"]).replace(/^number:\s*/i, ""),
    text: textOf(element, ["title", "desc"]).replace(/^topic:\s*/i, ""),
  }));
  const found = queries.filter(({ id, text }) => id !== "" && text !== "");
  if (found.length === 0) throw unreadable(source, "it holds no <top> with a <num> and a <title>");
  return found;
}

/** @throws SOURCE_UNREADABLE naming the line */
export function parseJudgments(content: string, source: string): Judgments {
  const judgments = new Map<string, Map<string, number>>();
  content.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const [topic, , document, grade] = line.trim().split(/\s+/);
    if (grade === undefined || !Number.isFinite(Number(grade))) {
      throw unreadable(`${source}:${i + 1}`, "a line is `topic 0 document grade`");
    }
    const ofTopic = judgments.get(topic) ?? new Map<string, number>();
    judgments.set(topic, ofTopic.set(document, Number(grade)));
  });
  if (judgments.size === 0) throw unreadable(source, "it holds no judgment");
  return judgments;
}

/** Queries under the numbers that the judgments use. */
export function numberedAsJudged(queries: readonly JudgedQuery[], judgments: Judgments): JudgedQuery[] {
  const places = queries.map((_, i) => String(i + 1));
  const byPlace =
    queries.some(({ id }) => !judgments.has(id)) &&
    judgments.size === queries.length &&
    places.every((place) => judgments.has(place));
  return byPlace ? queries.map((query, i) => ({ ...query, id: places[i] })) : [...queries];
}

function elements(content: string, name: string): string[] {
  return content.split(new RegExp(`<${name}(?:\\s[^>]*)?>`, "i")).slice(1);
}

/** What stands between a tag and the next tag; the first of `names` that is there. */
function textOf(element: string, names: readonly string[]): string {
  for (const name of names) {
    const start = new RegExp(`<${name}(?:\\s[^>]*)?>`, "i").exec(element);
    if (!start) continue;
    const rest = element.slice(start.index + start[0].length);
    const end = new RegExp(
      `</${name}\\s*>|<(?:num|title|desc|narr|docno)(?:\\s[^>]*)?>|</(?:doc|top)>`,
      "i",
    ).exec(rest);
    const inner = rest.slice(0, end?.index ?? rest.length).replace(/<[^>]*>/g, " ");
    return unescaped(inner).replace(/\s+/g, " ").trim();
  }
  return "";
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name]);
}

/** Cranfield repeats the title in front of the text. */
function withoutHead(text: string, title: string): string {
  return title !== "" && text.startsWith(title) ? text.slice(title.length).trim() : text;
}

function unreadable(source: string, why: string): BowerbirdError {
  return new BowerbirdError("SOURCE_UNREADABLE", { source, why });
}
