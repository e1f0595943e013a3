/** A row of choices that refine; one that is on can be taken off again. */
import { useEffect, useRef } from "react";
import { Icon } from "./icon.tsx";
import "./chips.css";

export interface Chip {
  readonly key: string;
  readonly text: string;
  readonly on?: boolean;
  /** `#rrggbb`, shown as a dot before the words. */
  readonly colour?: string;
}

interface ChipsProps {
  chips: readonly Chip[];
  onToggle: (chip: Chip) => void;
  label: string;
  /** Tabs: the one that is on is dark and has no cross. */
  tabs?: boolean;
}

/** A chip that changes its place, or goes, leaves the focus in the row: on itself, or else on the first. */
function useFocusThatStays() {
  const list = useRef<HTMLUListElement>(null);
  const pressed = useRef("");
  useEffect(() => {
    if (!pressed.current || document.activeElement !== document.body) return;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    (buttons.find(({ textContent }) => textContent === pressed.current) ?? buttons[0])?.focus();
  });
  return { list, pressed };
}

export function Chips({ chips, onToggle, label, tabs = false }: ChipsProps) {
  const { list, pressed } = useFocusThatStays();
  return (
    <ul
      ref={list}
      className={tabs ? "chips chips-tabs" : "chips"}
      aria-label={label}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget) pressed.current = "";
      }}
    >
      {chips.map((chip) => (
        <li key={chip.key}>
          <button
            type="button"
            className="chip"
            aria-pressed={chip.on ?? false}
            onClick={() => {
              pressed.current = chip.text;
              onToggle(chip);
            }}
          >
            {chip.colour && <span className="chip-colour" style={{ background: chip.colour }} />}
            {chip.text}
            {chip.on && !tabs && <Icon name="close" size={14} />}
          </button>
        </li>
      ))}
    </ul>
  );
}
