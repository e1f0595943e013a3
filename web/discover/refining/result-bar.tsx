/** Above what words found: chips that refine it, its order, a colour, and all filters. */
import { type Address, filtersOf } from "../address.ts";
import { FilterSheet } from "./filter-sheet.tsx";
import { GuidedChips } from "./guided-chips.tsx";
import { ColourPicker, SortChoice } from "./result-tools.tsx";
import "./wall-bar.css";
import "./result-bar.css";

interface ResultBarProps {
  words: string;
  address: Address;
  onChange: (next: Partial<Address>) => void;
}

export function ResultBar({ words, address, onChange }: ResultBarProps) {
  const filters = filtersOf(address);
  return (
    <div className="wall-bar result-bar">
      <GuidedChips words={words} filters={filters} onChange={onChange} />
      <div className="wall-filters">
        <SortChoice sort={address.sort} onChange={(sort) => onChange({ sort })} />
        <ColourPicker colour={address.colour} onChange={onChange} />
        <FilterSheet filters={filters} onChange={onChange} />
      </div>
    </div>
  );
}
