/**
 * Keeps the word index in step with the state: taken up from the disk as it was last saved, or built from the state when
 * there is nothing saved that fits, and brought up to date before every question, so that what was committed is found. A
 * large backlog is worked off between questions.
 */
import type { ColumnFile, SavedColumns } from "../../core/columns.ts";
import type { ChangeMark, LabelWords, PinChanges } from "../../core/words.ts";
import { type Analyzer, analyzer } from "./analyzer.ts";
import { makingOf } from "./making.ts";
import { pinWords } from "./pin-words.ts";
import { type WordIndex, wordIndex } from "./word-index.ts";

export interface WordKeeper {
  /** How texts and questions become words. */
  readonly analyzer: Analyzer;
  /** The index with at least the changes of a portion more; complete unless much has changed at once. */
  current(): WordIndex;
  /** Resolves when everything committed so far is in. */
  catchUp(): Promise<void>;
  /** False while changes wait. */
  readonly isComplete: boolean;
  /** Takes up what was saved; false when it is not there, damaged, of another model or made in another way. */
  open(): Promise<boolean>;
  /** Pins that have changed since the index was saved. */
  readonly unsaved: number;
  /** @throws DISK_FULL DATA_READ_ONLY */
  save(): Promise<void>;
  /** Something was erased for good: what was saved is removed, and the next start builds the index anew. */
  erase(): Promise<void>;
  stop(): void;
}

export interface WordKeeperPorts {
  readonly changes: PinChanges;
  /** Whose sights are read; another one builds the index anew. */
  readonly model: () => string;
  readonly labels: () => readonly LabelWords[];
  readonly words?: Analyzer;
  /** Where the index is kept; without it, it is built at every start. */
  readonly file?: ColumnFile;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

/** Pins read at a time: some 4 ms. */
const portion = 25;
/** Milliseconds of work between two looks at what else is to be done. */
const turn = 8;
const start: ChangeMark = { revision: 0, seq: 0 };

export function wordKeeper(ports: WordKeeperPorts): WordKeeper {
  const { changes, model, labels, file, tick, words = analyzer() } = ports;
  let index = wordIndex(words);
  let seenBy = "";
  let mark = start;
  let complete = false;
  let stopped = false;
  let unsaved = 0;
  let erased = false;
  let working: Promise<void> | null = null;
  let saving: Promise<void> = Promise.resolve();

  const apply = (): void => {
    if (seenBy !== model()) {
      [index, mark, seenBy, complete] = [wordIndex(words), start, model(), false];
    }
    if (complete && changes.latest() === mark.revision) return;
    const { changes: changed, mark: next } = changes.since(mark, portion, seenBy);
    index.remove(changed.filter(({ pin }) => pin === null).map(({ seq }) => seq));
    index.add(changed.flatMap(({ pin, seen }) => (pin ? [pinWords(pin, seen, labels())] : [])));
    mark = next;
    unsaved += changed.length;
    complete = changed.length < portion;
  };
  const catchUp = (): Promise<void> => {
    working ??= (async () => {
      do {
        for (const began = tick(); tick() - began < turn; ) {
          apply();
          if (complete || stopped) return;
        }
        await new Promise((resolve) => setImmediate(resolve));
      } while (!stopped);
    })().finally(() => {
      working = null;
    });
    return working;
  };
  const open = async (): Promise<boolean> => {
    try {
      const saved = (await file?.read()) ?? null;
      const known = saved && headerOf(saved);
      if (!saved || known?.model !== model() || known.making !== makingOf(words, labels())) return false;
      // Of a state that is no longer there.
      if (known.mark.revision > changes.latest()) return false;
      index = wordIndex(words, saved);
      [mark, seenBy, unsaved] = [known.mark, known.model, 0];
      return true;
    } catch {
      // Damaged: it is derived, and made anew.
      return false;
    }
  };
  const save = async (): Promise<void> => {
    if (!file || unsaved === 0 || erased) return;
    const [written, changed] = [index, unsaved];
    const header: Header = { making: makingOf(words, labels()), model: seenBy, mark };
    unsaved = 0;
    try {
      await file.write({ ...header }, written.columns());
    } catch (error) {
      unsaved += changed;
      throw error;
    } finally {
      written.written();
    }
  };
  return {
    analyzer: words,
    current: () => {
      apply();
      if (!complete) void catchUp();
      return index;
    },
    catchUp,
    get isComplete() {
      return complete;
    },
    open,
    get unsaved() {
      return unsaved;
    },
    save: () => {
      saving = saving.catch(() => {}).then(save);
      return saving;
    },
    erase: () => {
      erased = true;
      saving = saving.catch(() => {}).then(() => file?.clear());
      return saving;
    },
    stop: () => {
      stopped = true;
    },
  };
}

interface Header {
  readonly making: string;
  readonly model: string;
  readonly mark: ChangeMark;
}

function headerOf({ header }: SavedColumns): Header | null {
  const { making, model, mark } = header as Partial<Header>;
  return making !== undefined && model !== undefined && mark !== undefined ? { making, model, mark } : null;
}
