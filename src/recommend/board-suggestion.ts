/** A person's boards for a pin, the most probable first. What boards look like is kept until they change. */
import type { Board, BoardStore } from "../core/boards.ts";
import type { Clock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";
import { type Pin, vectorKey } from "../core/nouns.ts";
import type { PinStore, VectorIndex } from "../core/ports.ts";
import {
  type BoardLook,
  boardProbabilities,
  type PinLook,
  personalWeights,
  type Weights,
  wordsOf,
} from "./board-choice.ts";

export interface BoardSuggestion {
  readonly board: Board;
  /** Over all boards given these add up to 1. */
  readonly probability: number;
}

/** @throws PIN_NOT_FOUND */
export type SuggestBoards = (pin: string, boards: readonly Board[]) => Promise<readonly BoardSuggestion[]>;

interface Needs {
  readonly pins: Pick<PinStore, "read" | "readSeqs">;
  readonly boards: Pick<BoardStore, "saveTimes">;
  readonly vectors: () => Pick<VectorIndex, "vector">;
  readonly clock: Clock;
}

/** Pins looked at of one board: the latest. */
const looksAt = 40;
const boardsKept = 1000;
/** Boards that a person's weights are learnt from: those saved to last. */
const learntFrom = 40;
/** Saves after which they are learnt anew. */
const learntEvery = 8;
const peopleKept = 200;

export function boardSuggestion({ pins, boards: store, vectors, clock }: Needs): SuggestBoards {
  const looks = new Map<string, BoardLook>();
  const learnt = new Map<string, Weights>();

  const lookOf = (pin: Pin): PinLook => ({
    vector: vectors().vector(vectorKey(pin.seq, 0)),
    words: wordsOf([pin.title, ...pin.tags].join(" ")),
  });
  const boardLook = async (board: Board): Promise<BoardLook> => {
    const state = stateOf(board);
    const known = looks.get(state);
    if (known) return known;
    const times = (await store.saveTimes(board.id)).slice(0, looksAt);
    const read = new Map((await pins.readSeqs(times.map(({ seq }) => seq))).map((pin) => [pin.seq, pin]));
    const saved = times.flatMap(({ seq, savedAt }) => {
      const pin = read.get(seq);
      return pin ? [{ ...lookOf(pin), savedAt }] : [];
    });
    const look = { name: board.name, pins: saved };
    // Pins that no model has seen yet will look different soon.
    if (saved.every(({ vector }) => vector !== null)) keep(looks, state, look, boardsKept);
    return look;
  };
  const weightsOf = (boards: readonly Board[], all: readonly BoardLook[]): Weights => {
    const total = boards.reduce((sum, board) => sum + board.pins, 0);
    const state = `${boards.map((board) => board.id).join(" ")} ${Math.floor(total / learntEvery)}`;
    const known = learnt.get(state);
    if (known) return known;
    const lately = all.toSorted((a, b) => lastSave(b) - lastSave(a)).slice(0, learntFrom);
    const weights = personalWeights(lately);
    keep(learnt, state, weights, peopleKept);
    return weights;
  };

  return async (id, boards) => {
    const [pin] = await pins.read([id]);
    if (!pin) throw new BowerbirdError("PIN_NOT_FOUND", { id });
    if (boards.length === 0) return [];
    const all: BoardLook[] = [];
    for (const board of boards) all.push(await boardLook(board));
    const probabilities = boardProbabilities(lookOf(pin), all, clock.now(), weightsOf(boards, all));
    return boards
      .map((board, i) => ({ board, probability: probabilities[i] }))
      .sort((a, b) => b.probability - a.probability);
  };
}

const lastSave = ({ pins }: BoardLook): number =>
  pins.reduce((last, { savedAt }) => Math.max(last, savedAt), 0);

/** Another one whenever what is on the board, or its name, may be another. */
const stateOf = ({ id, name, savedAt, pins }: Board): string => `${id}:${name}:${savedAt}:${pins}`;

/** Beyond `most`, what was kept first is forgotten. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value);
  for (const first of map.keys()) {
    if (map.size <= most) break;
    map.delete(first);
  }
}
