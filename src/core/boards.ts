/** Boards: a person's collections of pins, with sections, notes and an order of their own; and the store that keeps them. */
import type { Page } from "./ports.ts";

/** `private`: owner and collaborators. `link`: who has the address. `public`: listed for everybody. */
export type Privacy = "private" | "link" | "public";

export interface Section {
  readonly id: string;
  readonly name: string;
  readonly pins: number;
}

export interface Board {
  /** 20 characters of base 32, 100 random bits: whoever has the address was given it. */
  readonly id: string;
  /** `person:ID`, `key:ID` or the name of what brought it. */
  readonly owner: string;
  /** One owner's living boards have different names, regardless of case. */
  readonly name: string;
  readonly description: string;
  readonly privacy: Privacy;
  /** Chosen cover, or the first pin, or null while empty. */
  readonly cover: string | null;
  readonly sections: readonly Section[];
  /** Ids of people who may save here too. */
  readonly collaborators: readonly string[];
  /** Living pins on it. */
  readonly pins: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When a pin was last saved to it; its creation before that. */
  readonly savedAt: number;
  readonly archivedAt: number | null;
  readonly version: number;
}

/** A pin on a board. */
export interface Save {
  readonly board: string;
  readonly pin: string;
  readonly seq: number;
  readonly section: string | null;
  readonly note: string;
  readonly savedBy: string;
  readonly savedAt: number;
}

export type BoardSort = "recent" | "name" | "largest" | "arranged";

export interface BoardQuery {
  /** Boards of this owner, and those they may save to when `shared` is set. */
  readonly owner?: string;
  readonly shared?: boolean;
  /** Boards this owner may see: public ones and their own. Without it, all. */
  readonly visibleTo?: string;
  readonly archived?: boolean;
  readonly sort?: BoardSort;
  readonly cursor?: string;
  readonly limit: number;
}

export interface BoardChange {
  readonly name?: string;
  readonly description?: string;
  readonly privacy?: Privacy;
  readonly cover?: string | null;
  readonly archived?: boolean;
}

export interface SavePlace {
  /** Null for none. */
  readonly section?: string | null;
  readonly note?: string;
  readonly by: string;
}

/** Every method that changes something has committed durably when it resolves. Access is decided by `catalog/boards.ts`. */
export interface BoardStore {
  /** @throws NAME_TAKEN BAD_INPUT */
  create(draft: { owner: string; name: string; description?: string; privacy?: Privacy }): Promise<Board>;
  read(id: string): Promise<Board | null>;
  list(query: BoardQuery): Promise<Page<Board>>;
  /** @throws BOARD_NOT_FOUND NAME_TAKEN PIN_NOT_FOUND VERSION_CONFLICT BAD_INPUT */
  patch(id: string, change: BoardChange, expectedVersion?: number): Promise<Board>;
  /** Hides it with all it holds. @throws BOARD_NOT_FOUND */
  remove(id: string): Promise<void>;
  /** Undoes `remove` and `merge`. @throws BOARD_NOT_FOUND NAME_TAKEN */
  restore(id: string): Promise<Board>;
  /** The owner of a removed board, so that only they bring it back. */
  ownerOfRemoved(id: string): Promise<string | null>;
  /** The order of an owner's boards: those named first, in this order. */
  arrange(owner: string, ids: readonly string[]): Promise<void>;
  /** Every pin of one board is on the other too; the first is removed. Returns how many pins were new there. */
  merge(from: string, into: string): Promise<number>;
  addCollaborator(id: string, person: string): Promise<Board>;
  removeCollaborator(id: string, person: string): Promise<Board>;

  /** @throws NAME_TAKEN BAD_INPUT */
  addSection(id: string, name: string): Promise<Section>;
  /** `before`: another section, or null for last. @throws SECTION_NOT_FOUND NAME_TAKEN BAD_INPUT */
  patchSection(id: string, section: string, change: { name?: string; before?: string | null }): Promise<void>;
  /** Its pins stay on the board. @throws SECTION_NOT_FOUND */
  removeSection(id: string, section: string): Promise<void>;
  /** With the pins it had that are in no other section since. @throws SECTION_NOT_FOUND NAME_TAKEN */
  restoreSection(id: string, section: string): Promise<void>;

  /** In the board's order. `section`: one, or null for pins that are in none. */
  saves(id: string, query: { section?: string | null; cursor?: string; limit: number }): Promise<Page<Save>>;
  /** Row numbers of the pins on it with the time of saving, for models. */
  saveTimes(id: string): Promise<ReadonlyArray<{ seq: number; savedAt: number }>>;
  /** Unknown pins are refused; those there already stay as they are. @throws PIN_NOT_FOUND SECTION_NOT_FOUND */
  save(id: string, pins: readonly string[], place: SavePlace): Promise<{ saved: readonly string[] }>;
  /** `before`: another pin of the board, or null for last. @throws PIN_NOT_FOUND SECTION_NOT_FOUND */
  patchSave(
    id: string,
    pin: string,
    change: { section?: string | null; note?: string; before?: string | null },
  ): Promise<Save>;
  /** Takes pins off; returns those that were on it. */
  unsave(id: string, pins: readonly string[]): Promise<readonly string[]>;
  /** Undoes `unsave`: with their note, section and place. */
  resave(id: string, pins: readonly string[]): Promise<readonly string[]>;
  /**
   * Those of these pins that are on the first board, onto the second, with their notes; off the first unless copied.
   * Returns them. @throws SECTION_NOT_FOUND
   */
  transfer(
    from: string,
    to: string,
    pins: readonly string[],
    place: Omit<SavePlace, "note">,
    copy: boolean,
  ): Promise<readonly string[]>;
  /** Those of these boards that hold the pin. */
  holding(pin: string, boards: readonly string[]): Promise<readonly string[]>;
}
