/** Chips that split what was found best, each with a picture; those that are on stand first and are taken off again. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Icon } from "../../parts/icon.tsx";
import { type GuidedChipView, guidedChips } from "../../search-api.ts";
import { chipsOf, type Filters, filterOf } from "../address.ts";
import { filterColours } from "./colours.ts";
import "../../parts/chips.css";
import "./guided-chips.css";

interface GuidedChipsProps {
  words: string;
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function GuidedChips({ words, filters, onChange }: GuidedChipsProps) {
  const filter = filterOf(filters);
  const guide = useQuery({
    queryKey: ["guide", words, filter],
    queryFn: () => guidedChips(words, filter),
    placeholderData: keepPreviousData,
  });
  const on = chipsOf(filters);
  const said = new Set(on.map(({ text }) => text.toLowerCase()));
  const more = (guide.data?.chips ?? []).filter(({ label }) => !said.has(label.toLowerCase()));
  return (
    <ul className="chips guided" aria-label="Refine">
      {on.map(({ key, text }) => (
        <li key={key}>
          <button
            type="button"
            className="chip"
            aria-pressed="true"
            onClick={() => onChange({ [key]: undefined })}
          >
            {text}
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
      {more.map((chip) => (
        <li key={`${chip.facet} ${chip.label}`}>
          <button
            type="button"
            className="chip"
            aria-pressed="false"
            title={`${chip.pins} of the best pictures`}
            onClick={() => onChange(choiceOfChip(chip))}
          >
            <Sign chip={chip} />
            {chip.label}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A colour shows itself, everything else its best picture. */
function Sign({ chip: { facet, label, thumbnail } }: { chip: GuidedChipView }) {
  const colour = facet === "colour" && filterColours.find(({ name }) => name === label);
  if (colour) return <span className="chip-colour" style={{ background: colour.hex }} />;
  return thumbnail && <img src={thumbnail} alt="" width={28} height={28} />;
}

/** The one choice a chip adds to those that are on. */
function choiceOfChip({ facet, label, filter }: GuidedChipView): Filters {
  if (facet !== "attribute") return { [facet]: label };
  const [name, value] = Object.entries(filter.attributes ?? {}).at(-1) ?? [];
  return { attribute: `${name}:${value?.[0]}` };
}
