/** A row of choices that refine; one that is on can be taken off again. */
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

export function Chips({ chips, onToggle, label, tabs = false }: ChipsProps) {
  return (
    <ul className={tabs ? "chips chips-tabs" : "chips"} aria-label={label}>
      {chips.map((chip) => (
        <li key={chip.key}>
          <button
            type="button"
            className="chip"
            aria-pressed={chip.on ?? false}
            onClick={() => onToggle(chip)}
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
