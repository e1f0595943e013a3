/**
 * Autocomplete: what someone may mean by the letters so far. Candidates are one's own past searches and boards, what
 * several people searched for, and what the collection holds; each with the evidence that it is meant:
 *
 *   evidence = people (decayed) + supply · ln(1 + pins)
 *   own(q)   = ⅔ · (evidence of all that begin so) · u(q) / (1 + Σ u),   u = 2^(−age / 7 days) of one's own searches
 *
 * The ⅔ is λ / (1 − λ) with λ = 0.4: two in five searches are for what the same person sought before (J. Teevan et al.
 * (2007), "Information re-retrieval: repeat queries in Yahoo's logs", SIGIR). Evidence is halved when the letters begin a later
 * word, a quarter when the words were mended. A candidate is only suggested when it leads to pins now. Where nothing begins so, the letters are mended by the collection's own words; where words stand
 * together nowhere, the last one is completed by itself and tried with the others.
 */
import type { PinLook, Suggestion, SuggestionKind } from "../../core/guidance.ts";
import { fold, wordsIn } from "../../index/word-index/analyzer.ts";
import { nearWords } from "./near-prefix.ts";
import type { Phrase, PhraseBook } from "./phrase-book.ts";
import { keyOfWords, type SearchMemory } from "./search-memory.ts";

/** What is known of who types; only for them. */
export interface OwnWords {
  /** The latest first. */
  readonly past: ReadonlyArray<{ readonly words: string; readonly at: number }>;
  readonly boards: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly cover: string | null;
  }>;
}

export interface SuggestPorts {
  readonly book: PhraseBook;
  readonly memory: SearchMemory;
  readonly own: OwnWords;
  readonly now: number;
  /** Looks of living pins. */
  readonly looks: (seqs: readonly number[]) => readonly PinLook[];
  /** The word of the collection that was most likely meant, or null. */
  readonly nearestWord: (word: string) => string | null;
  /** A pin that holds all these words; null when none does. */
  readonly leadsTo: (words: string) => number | null;
}

/** Before its pin is read. */
export interface Proposal extends Omit<Suggestion, "pin"> {
  readonly pin: { readonly seq: number } | { readonly id: string } | null;
}

interface Candidate extends Proposal {
  readonly key: string;
  readonly evidence: number;
}

const day = 86_400_000;
const ownHalfLife = 7 * day;
const ownShare = 0.4 / 0.6;
/** How much a thousand pins weigh beside a person who searched for it, by what it is. */
const supply: Readonly<Record<Phrase["kind"], number>> = { kind: 0.3, tag: 0.26, phrase: 0.22, board: 0.24 };
const laterWord = 0.5;
const mended = 0.25;
/** A longer phrase stands for a shorter one when it has nearly all of its pins. */
const standsFor = 0.8;
const phrasesWeighed = 60;
/** What more of the pins than this part have is too general for an idea. */
const widest = 0.2;
const ideasSought = 40;
const longest = 200;
const mostTokens = 8;
/** Proposals are looked at for their pins in such numbers over what is wanted. */
const spare = 8;

export function proposals(typed: string, limit: number, ports: SuggestPorts): Proposal[] {
  const text = typed.slice(0, longest).toWellFormed();
  const tokens = wordsIn(text).slice(0, mostTokens);
  if (tokens.length === 0) return chosen(beforeTyping(ports), limit, ports);
  const start = tokens.join(" ") + (/\s$/u.test(text) ? " " : "");
  const found = candidatesFor(start, fold(text).trimStart().replace(/\s+/gu, " "), ports);
  const first = chosen(found, limit, ports);
  if (first.length >= limit || start.length < 2) return first;
  const taken = new Set(first.map((proposal) => proposal.text));
  const further = [...(first.length === 0 ? mendedFor(tokens, ports) : []), ...composed(tokens, ports)];
  const others = further.filter((candidate) => !taken.has(candidate.text));
  return [...first, ...chosen(others, limit - first.length, ports)];
}

/** With nothing typed: what one searched for last, what others search for now, what there is most of. */
function beforeTyping({ own, memory, book, now }: SuggestPorts): Candidate[] {
  const past = own.past.slice(0, 6).map((one, place) => ofPast(one, 1000 - place));
  const rising = memory.trending(now, 6).map((search, place) => ofShared(search, 100 - place));
  return [...past, ...rising, ...ideas(book)];
}

/** Kinds and tags that many pins have and most have not, each with a picture of its own. */
function ideas(book: PhraseBook): Candidate[] {
  const weight: Partial<Record<Phrase["kind"], number>> = { kind: 1, tag: 0.1 };
  const special = ({ kind, pins }: Pick<Phrase, "kind" | "pins">): number =>
    pins <= widest * Math.max(book.size, 1 / widest) ? pins * (weight[kind] ?? 0) : -1;
  const shown = new Set<number>();
  return book.best("", ideasSought, special).flatMap((phrase) => {
    const own = phrase.examples.findLast((seq) => !shown.has(seq));
    if (own === undefined) return [];
    shown.add(own);
    return [ofPhrase({ ...phrase, examples: [own] }, special(phrase) / 1e6)];
  });
}

function candidatesFor(start: string, typed: string, ports: SuggestPorts): Candidate[] {
  const { book, memory, own, now } = ports;
  const place = (key: string): number => (key.startsWith(start) || key.startsWith(typed) ? 1 : laterWord);
  const matches = (key: string): boolean =>
    key.startsWith(typed) || key.startsWith(start) || key.includes(` ${start}`);
  const found: Candidate[] = [];
  for (const search of memory.shared()) {
    if (!matches(search.key)) continue;
    found.push(ofShared(search, place(search.key) * memory.popularity(search.key, now)));
  }
  const weigh = ({ key, kind, pins }: Pick<Phrase, "key" | "kind" | "pins">): number =>
    place(key) * supply[kind] * Math.log1p(pins);
  for (const phrase of book.best(start, phrasesWeighed, weigh)) found.push(ofPhrase(phrase, weigh(phrase)));
  const total = found.reduce((sum, { evidence }) => sum + evidence, 0);
  const past = own.past
    .map((one) => ({ one, key: keyOfWords(one.words), use: 2 ** (-Math.max(0, now - one.at) / ownHalfLife) }))
    .filter(({ key }) => matches(key));
  const uses = past.reduce((sum, { use }) => sum + use, 0);
  for (const { one, key, use } of past) {
    found.push(ofPast(one, place(key) * (use / 1e6 + (ownShare * total * use) / (1 + uses))));
  }
  for (const { id, name, cover } of own.boards) {
    const key = wordsIn(name).join(" ");
    if (!matches(key)) continue;
    found.push({
      ...{ text: name, key, kind: "board", why: "Your board", board: id, person: null, pins: null },
      ...{ mended: null, evidence: place(key), pin: cover === null ? null : { id: cover } },
    });
  }
  return found;
}

/** The words that are nearest to what was typed, and what begins with them. */
function mendedFor(tokens: readonly string[], ports: SuggestPorts): Candidate[] {
  const { book, nearestWord } = ports;
  const last = tokens.length - 1;
  const head = tokens
    .slice(0, last)
    .map((token) => (book.words.uses(token) > 0 ? token : (nearestWord(token) ?? token)));
  const ends = book.words.begins(tokens[last])
    ? [tokens[last]]
    : nearWords(tokens[last], book.words.runs, book.words.uses, 3);
  const typed = tokens.join(" ");
  return ends
    .map((end) => [...head, end])
    .filter((words) => words.join(" ") !== typed)
    .flatMap((words) => {
      const start = words.join(" ");
      const found = candidatesFor(start, start, ports);
      return found.length > 0 ? found : composed(words, ports);
    })
    .map((candidate) => ({ ...candidate, evidence: mended * candidate.evidence, mended: typed }));
}

/** All words but the last as they are, with what the last one begins. */
function composed(tokens: readonly string[], { book, leadsTo }: SuggestPorts): Candidate[] {
  if (tokens.length < 2) return [];
  const head = tokens.slice(0, -1).join(" ");
  const ends = book.best(tokens[tokens.length - 1], spare, ({ kind, key, pins }) =>
    kind === "board" || key.includes(" ") ? 0 : pins,
  );
  return ends.flatMap((end) => {
    const text = `${head} ${end.text}`;
    const seq = leadsTo(text);
    if (seq === null) return [];
    const candidate = ofPhrase(
      { ...end, text, key: `${head} ${end.key}`, kind: "phrase", examples: [seq] },
      0,
    );
    return [{ ...candidate, why: "In this collection", pins: null, evidence: Math.log1p(end.pins) / 100 }];
  });
}

/** The best, each once, that lead to pins. */
function chosen(candidates: readonly Candidate[], limit: number, ports: SuggestPorts): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const id = candidate.kind === "board" ? `board ${candidate.board ?? candidate.key}` : candidate.key;
    const known = best.get(id);
    if (!known) best.set(id, candidate);
    else {
      const evidence = known.evidence + candidate.evidence;
      const stronger = known.evidence >= candidate.evidence ? known : candidate;
      best.set(id, { ...stronger, pin: stronger.pin ?? known.pin ?? candidate.pin, evidence });
    }
  }
  const ordered = [...best.values()].sort((a, b) => b.evidence - a.evidence || (a.key < b.key ? -1 : 1));
  const kept: Candidate[] = [];
  for (let from = 0; kept.length < limit && from < ordered.length; from += limit + spare) {
    const living = alive(ordered.slice(from, from + limit + spare), ports);
    for (const candidate of living) {
      if (kept.length < limit && !isSaid(candidate, kept)) kept.push(candidate);
    }
  }
  return kept;
}

/** A phrase whose pins another one nearly all has says nothing new: "armchair oak" beside "armchair oak frame". */
function isSaid(candidate: Candidate, kept: readonly Candidate[]): boolean {
  const { pins, key, kind } = candidate;
  if (pins === null || kind !== "phrase") return false;
  return kept.some((other) => {
    if (other.pins === null || other.kind !== "phrase") return false;
    const [short, long] = key.length < other.key.length ? [candidate, other] : [other, candidate];
    const within = ` ${long.key} `.includes(` ${short.key} `);
    return within && (long.pins ?? 0) >= standsFor * (short.pins ?? 0);
  });
}

/** Those that lead to pins now; phrases whose example is gone are sought in the index. */
function alive(candidates: readonly Candidate[], ports: SuggestPorts): Candidate[] {
  const wanted = candidates.flatMap(({ pin }) => (pin && "seq" in pin ? [pin.seq] : []));
  const looks = new Map(ports.looks([...new Set(wanted)]).map((look) => [look.seq, look]));
  return candidates.flatMap((candidate): Candidate[] => {
    const { kind, pin, text } = candidate;
    if (kind === "recent") {
      const seq = pin === null ? ports.leadsTo(text) : null;
      return [{ ...candidate, pin: seq === null ? pin : { seq } }];
    }
    if (pin === null || "id" in pin) return [candidate];
    const look = looks.get(pin.seq);
    if (look && (kind !== "board" || look.boards.includes(text))) return [candidate];
    const other = kind === "board" ? null : ports.leadsTo(text);
    return other === null ? [] : [{ ...candidate, pin: { seq: other } }];
  });
}

function ofPast({ words }: { words: string }, evidence: number): Candidate {
  return { ...searched(words, "recent", "You searched for this"), evidence, pin: null };
}

function ofShared({ words, people, pin }: { words: string; people: number; pin: string }, evidence: number) {
  return { ...searched(words, "search", `Searched for by ${people} people`), evidence, pin: { id: pin } };
}

function searched(text: string, kind: SuggestionKind, why: string): Omit<Candidate, "evidence" | "pin"> {
  return {
    ...{ text, key: keyOfWords(text), kind, why },
    board: null,
    person: null,
    pins: null,
    mended: null,
  };
}

function ofPhrase({ text, key, kind, pins, examples }: Phrase, evidence: number): Candidate {
  const pictures = pins === 1 ? "1 picture" : `${pins} pictures`;
  const why = {
    kind: `Seen in ${pictures}`,
    tag: `Tag of ${pictures}`,
    phrase: `In ${pictures}`,
    board: `Board with ${pictures}`,
  };
  return {
    ...{ text, key, kind, why: why[kind], pins, board: null, person: null, mended: null, evidence },
    pin: { seq: examples[examples.length - 1] },
  };
}
