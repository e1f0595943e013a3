/** The sheet that `?` opens, and the keys themselves. */
import { useEffect } from "react";
import { Sheet } from "./sheet.tsx";
import "./shortcuts.css";

const shortcuts: ReadonlyArray<readonly [keys: string, what: string]> = [
  ["/", "Search words"],
  ["c", "Search by picture or camera"],
  ["a", "Add pictures"],
  ["h", "Back to the wall"],
  ["⌘ V / Ctrl V", "Search by the picture or link you copied"],
  ["Arrows", "Move the crop"],
  ["Shift + arrows", "Size the crop"],
  ["Esc", "Let go of the crop, close a sheet"],
  ["⌘ Z / Ctrl Z", "Undo what was just done"],
  ["?", "This sheet"],
];

export function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title="Shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

/** Runs the act of a key pressed outside of fields, sheets and chords. */
export function useShortcuts(acts: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (target instanceof Element && target.closest("input, textarea, select, dialog")) return;
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [acts]);
}
