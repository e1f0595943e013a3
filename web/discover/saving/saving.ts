/** Saving a pin from anywhere: to the board it most probably belongs to, or one that was chosen; always with a way back. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type PinView, Refusal } from "../../api.ts";
import {
  type BoardView,
  createBoard,
  removeBoard,
  savePins,
  suggestBoards,
  unsavePin,
} from "../../boards-api.ts";
import { useToast } from "../../parts/toast.tsx";
import { recording, usePlaceShown } from "../recording.ts";

/** The board of someone who has none yet. */
const firstBoard = "Saved";
export const followingKey = ["following"] as const;
/** Enough to name the best one and to know whether one of them holds the pin already. */
const few = 6;

/** Boards for a pin, the most probable first: the best few for who comes near it, every one for who chooses. */
export function useSuggestions(pin: string, wanted: "best" | "all" | null) {
  const limit = wanted === "all" ? 100 : few;
  return useQuery({
    queryKey: ["suggestions", pin, limit],
    queryFn: () => suggestBoards(pin, limit),
    enabled: wanted !== null,
    staleTime: 30_000,
  });
}

/** What went wrong, to be said in a toast. */
export function problemWords(error: unknown): string {
  return error instanceof Refusal
    ? `${error.message} ${error.remedy}`
    : "The server can't be reached. Nothing changed.";
}

export function useSaving() {
  const say = useToast();
  const queries = useQueryClient();
  const place = usePlaceShown();
  const tell = (type: "save" | "unsave", pin: PinView, board: BoardView) =>
    recording.record({ ...place, type, pin: pin.id, board: board.id });
  const unsave = async (pin: PinView, board: BoardView) => {
    if (await attempt(() => unsavePin(board.id, pin.id))) tell("unsave", pin, board);
  };
  const changed = async () => {
    await Promise.all(
      [["boards"], ["board"], ["suggestions"], ["session"], ["account"]].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  };
  /** Runs an act and says what went wrong; whether it went right. */
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      await changed();
      return true;
    } catch (error) {
      say({ words: problemWords(error) });
      return false;
    }
  };
  /** Follows or no longer, and lets the page of those followed be asked for anew. */
  const follow = async (act: () => Promise<unknown>): Promise<boolean> => {
    const done = await attempt(act);
    if (done) await queries.invalidateQueries({ queryKey: followingKey });
    return done;
  };
  const saveTo = (
    pin: PinView,
    board: BoardView,
    choose?: () => void,
    where: { section?: string; note?: string } = {},
  ) =>
    attempt(async () => {
      const { saved } = await savePins(board.id, [pin.id], where);
      if (saved.length > 0) tell("save", pin, board);
      say({
        words: saved.length > 0 ? `Saved to ${board.name}` : `Already on ${board.name}`,
        ...(choose && { more: { words: "Change", act: choose } }),
        ...(saved.length > 0 && { undo: () => void unsave(pin, board) }),
      });
    });
  const saveToNew = (
    pin: PinView,
    board: { name: string; privacy?: BoardView["privacy"] },
    choose?: () => void,
  ) =>
    attempt(async () => {
      const made = await createBoard(board);
      await savePins(made.id, [pin.id]);
      tell("save", pin, made);
      say({
        words: `Saved to ${made.name}`,
        ...(choose && { more: { words: "Change", act: choose } }),
        undo: () => void attempt(() => removeBoard(made.id)),
      });
    });
  const quickSave = async (pin: PinView, choose: () => void) => {
    const known = await suggestBoards(pin.id, 1).catch(() => null);
    const best = known?.[0]?.board;
    return best ? saveTo(pin, best, choose) : saveToNew(pin, { name: firstBoard }, choose);
  };
  const takeOff = (pin: PinView, board: BoardView) =>
    attempt(async () => {
      await unsavePin(board.id, pin.id);
      tell("unsave", pin, board);
      say({ words: `Taken off ${board.name}`, undo: () => void saveTo(pin, board) });
    });
  return { attempt, follow, changed, say, saveTo, saveToNew, quickSave, takeOff };
}
