/** Save at once to the board that fits best, or choose one: what lies on a picture and beside it. */
import { lazy, Suspense, useState } from "react";
import { nameOf, type PinView } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useSaving, useSuggestions } from "./saving.ts";
import "./save-acts.css";

const SaveSheet = lazy(() => import("./save-sheet.tsx").then(({ SaveSheet: Sheet }) => ({ default: Sheet })));

/** @param near someone is close: their boards for this pin are asked for */
export function SaveActs({ pin, near }: { pin: PinView; near: boolean }) {
  const [choosing, setChoosing] = useState(false);
  const suggestions = useSuggestions(pin.id, near ? "best" : null);
  const { quickSave, takeOff } = useSaving();
  const title = nameOf(pin);
  const best = suggestions.data?.[0];
  const held = suggestions.data?.find(({ saved }) => saved);
  const where = held?.board.name ?? best?.board.name ?? "Boards";
  return (
    <div className="save-acts">
      <button
        type="button"
        className="button save-where"
        aria-label={`${where}, choose a board for ${title}`}
        onClick={() => setChoosing(true)}
      >
        <span>{where}</span>
        <Icon name="down" size={16} />
      </button>
      {held ? (
        <Button
          className="save-held"
          aria-label={`Saved, take ${title} off ${held.board.name}`}
          onClick={() => takeOff(pin, held.board)}
        >
          Saved
        </Button>
      ) : (
        <Button
          tone="main"
          aria-label={`Save ${title}`}
          onClick={() => quickSave(pin, () => setChoosing(true))}
        >
          Save
        </Button>
      )}
      {choosing && (
        <Suspense>
          <SaveSheet pin={pin} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </div>
  );
}
