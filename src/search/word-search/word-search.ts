/**
 * Search by words: a text becomes a slate of pins, each with the step that found it.
 *
 *   text → understanding → plan, with less that must hold where nothing is left → near-duplicates folded → page
 */
import { randomUUID } from "node:crypto";
import type { Pin, PinFilter, Understanding } from "../../core/nouns.ts";
import type { PinSet, PinStore, UnderstandingStore } from "../../core/ports.ts";
import type { Aim, Evidence, EvidenceKind, Season, WordQuestion } from "../../core/understood.ts";
import type { FacetCount, ScorePart, Step, Vocabulary, WordNote } from "../../core/words.ts";
import { fold } from "../../index/word-index/analyzer.ts";
import type { Keep } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { WordKeeper } from "../../index/word-index/word-keeper.ts";
import { dot } from "../../math/vectors.ts";
import { type Chip, chipsFor } from "../explain.ts";
import { cursorOf, filterAsked, parseCursor } from "../pages.ts";
import type { QuestionReader } from "../understanding/question-reader.ts";
import { attemptsOf } from "../understanding/relaxing.ts";
import { bindingTo, bondOf } from "./binding.ts";
import type { Found, Gathering } from "./gathering.ts";
import { knownWords } from "./known-words.ts";
import { type LikePorts, likeTitle } from "./like-picture.ts";
import type { Meaning } from "./meaning.ts";
import { nearInMeaning } from "./meaning-step.ts";
import { notOfOneThing, unknownWords } from "./notes.ts";
import { arrange, mostArranged, type ResultSort } from "./order.ts";
import { nothingFound, type PicturePorts, picturesOf } from "./picture-step.ts";
import { runPlan } from "./plan.ts";
import { pricesFor } from "./priced.ts";
import { type Sought, type Typing, wordsSought } from "./sought.ts";
import { nearPictures, type TowerPorts } from "./tower-step.ts";
import { type Clues, type Fusion, wordOrder } from "./word-order.ts";

export interface WordQuery extends Typing {
  readonly text: string;
  readonly filter?: PinFilter;
  /** Pins a page, 1..1000. */
  readonly limit: number;
  readonly cursor?: string;
  readonly explain?: boolean;
  readonly sort?: ResultSort;
}

export interface WordHit {
  readonly pin: Pin;
  readonly seen: Understanding | null;
  readonly score: number;
  readonly step: Step;
  /** What the score is the sum of, when it was asked for. */
  readonly parts: readonly ScorePart[] | null;
}

export interface WordAnswer {
  readonly slate: string;
  /** Place of the first hit of this page, 0 for the first page. */
  readonly from: number;
  readonly hits: readonly WordHit[];
  /** Photographs found, the same on every page; copies of one count once. */
  readonly total: number;
  /** The commonest values of what was found. */
  readonly facets: readonly FacetCount[];
  /** What else is to be said of the answer. */
  readonly notes: readonly WordNote[];
  /** What was read out of the question. */
  readonly understood: readonly Evidence[];
  /** Kinds of it that must hold but would have left nothing, and were let go. */
  readonly relaxed: readonly EvidenceKind[];
  readonly aim: Aim;
  /** `head` when the collection holds at least a screen of it, else `tail`. */
  readonly reach: "head" | "tail";
  readonly season: Season | null;
  readonly chips: readonly Chip[];
  readonly corrections: ReadonlyArray<{ readonly from: string; readonly to: string }>;
  /** The last step that was needed. */
  readonly reached: Step;
  /** False while the index is still being built. */
  readonly complete: boolean;
  readonly cursor: string | null;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface WordSearch extends Vocabulary {
  /** @throws BAD_CURSOR */
  search(query: WordQuery): Promise<WordAnswer>;
}

export interface WordSearchPorts extends PicturePorts, TowerPorts, LikePorts {
  readonly pins: Pick<PinStore, "readSeqs" | "matching" | "currencies">;
  readonly understandings: Pick<UnderstandingStore, "read">;
  readonly keeper: WordKeeper;
  readonly questions: Pick<QuestionReader, "read" | "lexicon">;
  readonly model: () => string;
  readonly meaning: Meaning;
  readonly fusion: Fusion;
  /** Log-odds of being acted on beside the words, each 0 or more, by row number. */
  readonly priors: (seq: number) => readonly ScorePart[];
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

/** Later hits are not to be had: nobody looks so far, and everyone's questions stay quick. */
const mostPaged = 10_000;
const facetValues = 12;
/** So many pins fill a screen. */
const screen = 24;

interface Planned {
  readonly gathered: Gathering;
  readonly sought: Sought;
  readonly notes: readonly WordNote[];
  readonly relaxed: readonly EvidenceKind[];
}

export function wordSearch(ports: WordSearchPorts): WordSearch {
  const words = ports.keeper.analyzer;

  const search = async (query: WordQuery): Promise<WordAnswer> => {
    const started = ports.tick();
    const question = [query.text, query.sort, filterAsked(query.filter)];
    const { offset } = parseCursor(query.cursor, question);
    const index = ports.keeper.current();
    const asked = ports.questions.read(query.text);
    const { gathered, sought, notes, relaxed } = await planned(asked, query, offset, index);
    const found = await arrange(gathered.found, query.sort ?? "relevance", index, ports.pins);
    const foundAt = ports.tick();
    const end = Math.min(offset + query.limit, mostPaged);
    const hits = await hitsOf(found.slice(offset, end), index, query.explain ?? false);
    return {
      slate: randomUUID(),
      from: offset,
      hits,
      total: gathered.total,
      facets: gathered.facets(facetValues),
      notes,
      ...{ understood: asked.evidence, relaxed, aim: asked.aim, season: asked.season },
      reach: gathered.total >= screen ? "head" : "tail",
      chips: chipsFor(hits.flatMap(({ pin, seen: sight }) => (sight ? [{ pin, seen: sight }] : []))),
      corrections: sought.corrections,
      reached: gathered.reached,
      complete: ports.keeper.isComplete,
      cursor:
        end < Math.min(found.length, mostPaged) ? cursorOf({ offset: end, last: null }, question) : null,
      timings: { find: foundAt - started, show: ports.tick() - foundAt },
    };
  };

  /** The question as it is, or the first with less that must hold that finds something. */
  const planned = async (
    asked: WordQuestion,
    query: WordQuery,
    offset: number,
    index: WordIndex,
  ): Promise<Planned> => {
    const plans: Planned[] = [];
    for (const { question, relaxed } of attemptsOf(asked)) {
      const made = await plan(question, query, offset, index);
      plans.push({ ...made, relaxed: [...relaxed, ...made.relaxed] });
      if (plans[plans.length - 1].gathered.total > 0) return plans[plans.length - 1];
    }
    return plans[0];
  };

  const plan = async (question: WordQuestion, query: WordQuery, offset: number, index: WordIndex) => {
    const { filter, notes } = await pricesFor(query.filter, question, index, ports.pins);
    const kept = filter && (await ports.pins.matching(filter));
    const sought = wordsSought(question, { index, analyzer: words }, query);
    const like = await likeTitle(question, { index, analyzer: words, filter }, ports);
    if (like && like.gathered.total > 0) return { ...like, sought, notes: [...notes, ...like.notes] };
    const { text, unknown } = await meantBy(sought, index);
    const bond = bondOf(question);
    const lexicon = ports.questions.lexicon();
    const binding = bond && bindingTo(bond, index, { lexicon, analyzer: words });
    const clues = await cluesFor(text, index);
    const { gathered, isBound } = await runPlan(
      question,
      sought,
      {
        ...{ index, enough: query.limit, deepest: Math.max(mostArranged, offset + query.limit), binding },
        ...(kept && { keep: (document: number) => kept.has(index.table.seq(document)) }),
      },
      {
        byWords: (groups) => wordOrder(index, groups, clues, ports.fusion),
        meaning: async (allowed) =>
          ports.meaning.size === 0 || text === ""
            ? nothingFound
            : nearInMeaning(await ports.meaning.embed(text), index, allowed, {
                ...{ meaning: ports.meaning, keep: kept },
              }),
        picture: (allowed) => pictures(text, index, allowed, kept),
      },
    );
    return {
      ...{ gathered, sought },
      notes: [
        ...notes,
        ...(unknown.length > 0 ? [unknownWords(unknown)] : []),
        ...(isBound || !binding || gathered.total === 0
          ? []
          : [notOfOneThing(binding.bond, binding.hasThings)]),
      ],
      relaxed: isBound || !binding ? [] : binding.bond.values.map(({ facet }) => facet),
    };
  };

  const pictures = async (text: string, index: WordIndex, allowed: Keep, keep: PinSet | undefined) => {
    const embedText = ports.embedText();
    if (text === "") return nothingFound;
    if (embedText) return nearPictures((await embedText([text]))[0], index, allowed, { ...ports, keep });
    return ports.labelVectors().length === 0
      ? nothingFound
      : picturesOf(await ports.meaning.embed(text), index, allowed, ports);
  };

  /** Where no model is asked every word will do. */
  const meantBy = async ({ meant }: Sought, index: WordIndex) =>
    ports.meaning.size === 0 && ports.labelVectors().length === 0
      ? { text: meant.join(" "), unknown: [] }
      : knownWords(meant, {
          ...{ index, analyzer: words, meaning: ports.meaning, lexicon: ports.questions.lexicon() },
        });

  /** The question's meaning is asked only where pins have one. */
  const cluesFor = async (text: string, { table }: WordIndex): Promise<Clues> => {
    const { meaning } = ports;
    const priors = (document: number) => ports.priors(table.seq(document));
    if (meaning.size === 0 || text === "") return { meaning: null, priors };
    const query = await meaning.embed(text);
    return {
      meaning: (document) => {
        const vector = meaning.ofPin(table.seq(document));
        return vector ? dot(vector, query) : 0;
      },
      priors,
    };
  };

  const hitsOf = async (page: readonly Found[], index: WordIndex, explain: boolean): Promise<WordHit[]> => {
    const seqs = page.map(({ document }) => index.table.seq(document));
    const pins = new Map((await ports.pins.readSeqs(seqs)).map((pin) => [pin.seq, pin]));
    const seen = await ports.understandings.read(seqs, ports.model());
    return page.flatMap(({ score, step, parts }, i) => {
      const pin = pins.get(seqs[i]);
      // One that was deleted this moment is passed over.
      return pin
        ? [{ pin, seen: seen.get(pin.seq) ?? null, score, step, parts: explain ? parts() : null }]
        : [];
    });
  };
  return {
    search,
    completions: (prefix, limit) => ports.keeper.current().vocabulary.completions(fold(prefix), limit),
  };
}
