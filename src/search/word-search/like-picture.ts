/**
 * "Like TITLE but in green", where a pin has that title: what looks like its picture and is as the words say, by the search
 * for a picture and words together.
 */
import type { Pin, PinFilter } from "../../core/nouns.ts";
import type { PinStore } from "../../core/ports.ts";
import type { EvidenceKind, WordQuestion } from "../../core/understood.ts";
import type { WordNote } from "../../core/words.ts";
import { type Analyzer, wordsIn } from "../../index/word-index/analyzer.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { ComposedSearch } from "../compose/compose.ts";
import { type Gathering, gathering } from "./gathering.ts";
import { likePicture } from "./notes.ts";
import { withPhrases } from "./phrases.ts";

export interface LikePorts {
  readonly pins: Pick<PinStore, "readSeqs">;
  /** A picture and words together. */
  readonly composed: Pick<ComposedSearch, "search">;
}

export interface LikeAnswer {
  readonly gathered: Gathering;
  readonly notes: readonly WordNote[];
  readonly relaxed: readonly EvidenceKind[];
}

const titlesRead = 50;
/** As many as the search for a picture and words judges. */
const most = 400;

/** Null where the question says no such thing, or no pin has the title. */
export async function likeTitle(
  { like }: Pick<WordQuestion, "like">,
  { index, analyzer, filter }: { index: WordIndex; analyzer: Analyzer; filter: PinFilter | undefined },
  { pins, composed }: LikePorts,
): Promise<LikeAnswer | null> {
  const pin = like && (await titled(like.original, index, analyzer, pins));
  if (!like || !pin) return null;
  const { hits, relaxed } = await composed.search({
    ...{ pin: pin.id, text: like.change, limit: most },
    ...(filter && { filter }),
  });
  const documents = hits
    .map(({ pin: { seq } }) => index.table.ofPin(seq))
    .filter((document) => document >= 0);
  const scores = new Map(documents.map((document, place) => [document, 1 / (1 + place)]));
  const gathered = gathering(index, most);
  gathered.take(
    "picture",
    {
      documents: Uint32Array.from(documents),
      ...{ scores: Float32Array.from(documents, (document) => scores.get(document) ?? 0), complete: true },
    },
    (best) => ({
      placed: best,
      parts: (document) => [{ name: "place among pictures like it", value: scores.get(document) ?? 0 }],
    }),
  );
  return { gathered, relaxed, notes: [likePicture(pin.title, like.change)] };
}

async function titled(
  text: string,
  index: WordIndex,
  analyzer: Analyzer,
  pins: Pick<PinStore, "readSeqs">,
): Promise<Pin | null> {
  const key = wordsIn(text).join(" ");
  const terms = analyzer.words(text).map(({ term }) => term);
  if (terms.length === 0) return null;
  const holds = withPhrases(index, [terms]);
  const groups = terms.map((term) => {
    const number = index.terms.find(term);
    return { weight: 1, terms: number < 0 ? [] : [{ term: number, weight: 1 }] };
  });
  const { documents } = index.all(groups, holds);
  const seqs = Array.from(documents.subarray(0, titlesRead), index.table.seq);
  const read = await pins.readSeqs(seqs);
  return read.find(({ title }) => wordsIn(title).join(" ") === key) ?? null;
}
