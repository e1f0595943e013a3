/**
 * Notices new pins for saved searches. It goes the other way round: the pins that changed are a small word index of
 * their own, and every saved search is asked of it, so the cost does not grow with the collection. How far was watched
 * is kept with what was noticed, so nothing is missed or noticed twice, whatever happens between.
 */
import { type CatchingUp, catchingUp } from "../../core/catching-up.ts";
import type { PinStore } from "../../core/ports.ts";
import type { SearchStore, WatchedSearch } from "../../core/searches.ts";
import type { LabelWords, PinChanges } from "../../core/words.ts";
import { pinWords } from "../../index/word-index/pin-words.ts";
import { type WordIndex, wordIndex } from "../../index/word-index/word-index.ts";
import type { WordKeeper } from "../../index/word-index/word-keeper.ts";
import { pricedFilter } from "../understanding/prices.ts";
import type { QuestionReader } from "../understanding/question-reader.ts";
import { surelyFound } from "./found.ts";

export interface WatchPorts {
  readonly searches: SearchStore;
  readonly changes: PinChanges;
  readonly pins: Pick<PinStore, "read" | "matching">;
  readonly questions: Pick<QuestionReader, "read">;
  readonly model: () => string;
  readonly labels: () => readonly LabelWords[];
  readonly keeper: Pick<WordKeeper, "analyzer">;
}

/** Pins looked at together. */
const portion = 200;

/** Caught up when every pin committed so far was looked at. */
export function searchWatch(ports: WatchPorts): CatchingUp {
  const { searches, changes, model, labels } = ports;
  const words = ports.keeper.analyzer;

  /** Looks at a portion of what changed; false when nothing is left. */
  const look = async (): Promise<boolean> => {
    const from = searches.watchedTo();
    if (changes.latest() === from.revision) return false;
    const watched = searches.watched();
    if (watched.length === 0) {
      await searches.notice([], { revision: changes.latest(), seq: Number.MAX_SAFE_INTEGER });
      return false;
    }
    const { changes: changed, mark } = changes.since(from, portion, model());
    const pins = changed.flatMap(({ pin, seen, ...around }) => (pin ? [{ pin, seen, around }] : []));
    const first = watched.reduce((least, { after }) => Math.min(least, after), Number.POSITIVE_INFINITY);
    const fresh = pins.filter(({ pin }) => pin.seq > first);
    const found: Array<{ search: string; seq: number }> = [];
    if (fresh.length > 0) {
      const index = wordIndex(words);
      index.add(fresh.map(({ pin, seen, around }) => pinWords(pin, seen, labels(), around)));
      const ids = fresh.map(({ pin }) => pin.id);
      for (const search of watched) {
        const seqs = await fitting(search, { index, ids });
        found.push(...seqs.filter((seq) => seq > search.after).map((seq) => ({ search: search.id, seq })));
      }
    }
    await searches.notice(found, mark);
    return changed.length === portion;
  };

  const fitting = async (
    { words: text, filter }: WatchedSearch,
    { index, ids }: { index: WordIndex; ids: readonly string[] },
  ): Promise<readonly number[]> => {
    const question = ports.questions.read(text);
    const all = pricedFilter(filter, question.price) ?? {};
    const isFiltered = Object.keys(all).length > 0;
    const wanted = filter.ids ? ids.filter((id) => filter.ids?.includes(id)) : ids;
    const kept = isFiltered ? await ports.pins.matching({ ...all, ids: wanted }) : null;
    if (question.words.length === 0 && question.phrases.length === 0) return [...(kept?.seqs ?? [])];
    const keep = (document: number): boolean => kept?.has(index.table.seq(document)) ?? true;
    return surelyFound(question, { index, keep }, ids.length);
  };

  return catchingUp(look);
}
