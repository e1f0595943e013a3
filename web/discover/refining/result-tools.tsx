/** Beside what was found: one colour, and the order. */
import { useEffect, useId, useRef, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { type Filters, type ResultSort, resultSorts } from "../address.ts";
import { filterColours } from "./colours.ts";
import "./result-tools.css";

const orders: Readonly<Record<ResultSort, string>> = {
  relevance: "Best match",
  newest: "Newest",
  oldest: "Oldest",
  price: "Lowest price",
};

interface SortChoiceProps {
  sort: ResultSort | undefined;
  onChange: (sort: ResultSort | undefined) => void;
}

export function SortChoice({ sort, onChange }: SortChoiceProps) {
  return (
    <select
      className="result-sort"
      aria-label="Order"
      value={sort ?? "relevance"}
      onChange={(event) => {
        const chosen = resultSorts.find((each) => each === event.target.value);
        onChange(chosen === "relevance" ? undefined : chosen);
      }}
    >
      {resultSorts.map((each) => (
        <option key={each} value={each}>
          {orders[each]}
        </option>
      ))}
    </select>
  );
}

interface ColourPickerProps {
  colour: string | undefined;
  onChange: (filters: Filters) => void;
}

export function ColourPicker({ colour, onChange }: ColourPickerProps) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const place = useRef<HTMLDivElement>(null);
  const chosen = filterColours.find(({ name }) => name === colour);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) =>
      event.target instanceof Node && !place.current?.contains(event.target) && setOpen(false);
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [open]);
  const choose = (name: string | undefined) => {
    onChange({ colour: name });
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its buttons pass on: leaving and escape
    <div
      ref={place}
      className="colour-picker"
      onBlur={(event) =>
        event.relatedTarget && !event.currentTarget.contains(event.relatedTarget) && setOpen(false)
      }
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        setOpen(false);
        place.current?.querySelector("button")?.focus();
      }}
    >
      <button
        type="button"
        className="chip"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <span
          className={chosen ? "colour-dot" : "colour-dot colour-wheel"}
          style={chosen && { background: chosen.hex }}
        />
        Colour
        <Icon name="down" size={16} />
      </button>
      <div id={panel} className="colour-panel" hidden={!open}>
        {filterColours.map(({ name, hex }) => (
          <button
            key={name}
            type="button"
            aria-label={name}
            aria-pressed={name === colour}
            title={name}
            style={{ background: hex }}
            onClick={() => choose(name === colour ? undefined : name)}
          />
        ))}
      </div>
    </div>
  );
}
