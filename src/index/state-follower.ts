/**
 * Keeps something that is derived from the state in step with it: taken up from the disk as it was last saved, or made
 * from the state when there is nothing saved that fits, and brought up to date before every question, so that what was
 * committed is found. A large backlog is worked off between other work.
 */
import { type CatchingUp, catchingUp } from "../core/catching-up.ts";
import type { Column, ColumnFile, SavedColumns } from "../core/columns.ts";
import type { ChangeMark } from "../core/words.ts";

/** Caught up when everything committed so far is in; following, it is so for the first question after an import. */
export interface StateFollower<T> extends CatchingUp {
  /** With at least the changes of a portion more; complete unless much has changed at once. */
  current(): T;
  /** False while changes wait. */
  readonly isComplete: boolean;
  /** Takes up what was saved; false when it is not there, damaged, of another model or made in another way. */
  open(): Promise<boolean>;
  /** Pins that have changed since it was saved. */
  readonly unsaved: number;
  /** @throws DISK_FULL DATA_READ_ONLY */
  save(): Promise<void>;
  /** Something was erased for good: what was saved is removed, and the next start makes it anew. */
  erase(): Promise<void>;
}

/** What is derived: its columns are read piece by piece while it changes, and no others are asked for until `written`. */
export interface Savable {
  columns(): Column[];
  written?(): void;
}

export interface FollowerPorts {
  /** Whose sights are read; another one makes everything anew. */
  readonly model: () => string;
  /** Where it is kept; without it, it is made at every start. */
  readonly file?: ColumnFile | undefined;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

export interface Followed<T> {
  /** @param saved its columns, which it may take over; null for an empty one */
  make(saved: SavedColumns | null): T;
  /** How it is made: what was saved is only believed when it was made alike. */
  making(): string;
  /** The state's revision now. */
  latest(): number;
  /** Applies the next changes, some milliseconds' work, and tells how many they were and up to where. */
  apply(to: T, mark: ChangeMark, model: string): { readonly changed: number; readonly mark: ChangeMark };
  /** With fewer changes than this there are no more. */
  readonly portion: number;
}

/** Milliseconds of work between two looks at what else is to be done. */
const turn = 8;
const start: ChangeMark = { revision: 0, seq: 0 };

export function stateFollower<T extends Savable>(
  { make, making, latest, apply, portion }: Followed<T>,
  { model, file, tick }: FollowerPorts,
): StateFollower<T> {
  let made = make(null);
  let seenBy = "";
  let mark = start;
  let [complete, erased] = [false, false];
  let unsaved = 0;
  let saving: Promise<void> = Promise.resolve();

  const goOn = (): void => {
    if (seenBy !== model()) [made, mark, seenBy, complete] = [make(null), start, model(), false];
    if (complete && latest() === mark.revision) return;
    const applied = apply(made, mark, seenBy);
    mark = applied.mark;
    unsaved += applied.changed;
    complete = applied.changed < portion;
  };
  const follower = catchingUp(async (stopping) => {
    for (const began = tick(); tick() - began < turn; ) {
      goOn();
      if (complete || stopping.aborted) return false;
    }
    return true;
  });
  const open = async (): Promise<boolean> => {
    try {
      const saved = (await file?.read()) ?? null;
      const known = saved && headerOf(saved);
      if (!saved || known?.model !== model() || known.making !== making()) return false;
      // Of a state that is no longer there.
      if (known.mark.revision > latest()) return false;
      made = make(saved);
      [mark, seenBy, unsaved] = [known.mark, known.model, 0];
      return true;
    } catch {
      // Damaged: it is derived, and made anew.
      return false;
    }
  };
  const save = async (): Promise<void> => {
    if (!file || unsaved === 0 || erased) return;
    const [written, changed] = [made, unsaved];
    const header: Header = { making: making(), model: seenBy, mark };
    unsaved = 0;
    try {
      await file.write({ ...header }, written.columns());
    } catch (error) {
      unsaved += changed;
      throw error;
    } finally {
      written.written?.();
    }
  };
  const next = (work: () => Promise<void> | undefined): Promise<void> => {
    saving = saving.catch(() => {}).then(work);
    return saving;
  };
  return {
    ...follower,
    current: () => {
      goOn();
      if (!complete) void follower.catchUp();
      return made;
    },
    get isComplete() {
      return complete;
    },
    open,
    get unsaved() {
      return unsaved;
    },
    save: () => next(save),
    erase: () => {
      erased = true;
      return next(() => file?.clear());
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
