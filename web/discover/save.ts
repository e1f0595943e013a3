/** Saving a pin to the board "Saved", with a way back. */
import { useQueryClient } from "@tanstack/react-query";
import { type PinView, patchPin, Refusal, readPin } from "../api.ts";
import { useToast } from "../parts/toast.tsx";

const board = "Saved";

export function useSave(): (pin: PinView) => Promise<void> {
  const say = useToast();
  const queries = useQueryClient();
  return async (pin) => {
    try {
      const { boards } = await readPin(pin.id);
      if (boards.includes(board)) return say({ words: "Already saved" });
      await patchPin(pin.id, { boards: [...boards, board] });
      await queries.invalidateQueries({ queryKey: ["boards"] });
      say({ words: "Saved", undo: () => void patchPin(pin.id, { boards }) });
    } catch (error) {
      say({
        words:
          error instanceof Refusal ? `${error.message} ${error.remedy}` : "Not saved: the server is away.",
      });
    }
  };
}
