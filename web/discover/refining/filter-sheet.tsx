/** Kind, colour, board, shape, price and date, in one calm sheet; what is said there goes into the address. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listBoards } from "../../api.ts";
import { useAfterPaint } from "../../parts/after-paint.ts";
import { Button } from "../../parts/button.tsx";
import { Choice, Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { type Filters, parseAddress } from "../address.ts";
import { filterColours } from "./colours.ts";
import "./filter-sheet.css";

interface FilterSheetProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function FilterSheet({ filters, onChange }: FilterSheetProps) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const apply = (form: FormData) => {
    const { kind, colour, board, shape, priceFrom, priceTo, since } = parseAddress(Object.fromEntries(form));
    onChange({ kind, colour, board, shape, priceFrom, priceTo, since });
    close();
  };
  return (
    <>
      <Button className="filters-open" onClick={() => setOpen(true)}>
        <Icon name="filter" size={18} />
        Filters
      </Button>
      {open && (
        <Sheet title="Filters" onClose={close}>
          <form
            className="filters"
            onSubmit={(event) => {
              event.preventDefault();
              apply(new FormData(event.currentTarget));
            }}
          >
            <FilterFields filters={filters} />
            <div className="filters-acts">
              <Button
                tone="quiet"
                onClick={() => {
                  onChange(parseAddress({}));
                  close();
                }}
              >
                Clear all
              </Button>
              <Button tone="main" type="submit">
                Show pictures
              </Button>
            </div>
          </form>
        </Sheet>
      )}
    </>
  );
}

function FilterFields({ filters }: { filters: Filters }) {
  const boards = useQuery({ queryKey: ["boards"], queryFn: listBoards });
  const painted = useAfterPaint();
  return (
    <>
      <Field
        label="Kind"
        name="kind"
        defaultValue={filters.kind}
        placeholder="Such as chair, lamp or furniture"
      />
      <fieldset className="field filters-colours">
        <legend>Colour</legend>
        <div>{painted && <ColourChoice chosen={filters.colour} />}</div>
      </fieldset>
      <Choice
        label="Shape"
        name="shape"
        value={filters.shape ?? ""}
        options={[
          ["", "Any"],
          ["portrait", "Portrait"],
          ["landscape", "Landscape"],
          ["square", "Square"],
        ]}
      />
      {(boards.data ?? []).length > 0 && (
        <Choice
          label="Board"
          name="board"
          value={filters.board ?? ""}
          options={[
            ["", "Any"],
            ...(boards.data ?? []).slice(0, 12).map(({ name }) => [name, name] as const),
          ]}
        />
      )}
      <div className="filters-pair">{painted && <PriceAndDate filters={filters} />}</div>
    </>
  );
}

/** The browser's own fields for numbers and dates are slow to make: like the colours they come a frame after the sheet. */
function PriceAndDate({ filters }: { filters: Filters }) {
  const today = new Date().toISOString().slice(0, 10);
  const price = { inputMode: "decimal", type: "number", min: "0", step: "any" } as const;
  return (
    <>
      <Field label="Price from" name="priceFrom" {...price} defaultValue={filters.priceFrom} />
      <Field label="Price to" name="priceTo" {...price} defaultValue={filters.priceTo} />
      <Field label="Added since" name="since" type="date" max={today} defaultValue={filters.since} />
    </>
  );
}

/** One colour or none; a name that isn't offered stays as it is. */
function ColourChoice({ chosen }: { chosen: string | undefined }) {
  const offered = filterColours.some(({ name }) => name === chosen) || !chosen;
  return (
    <>
      <label title="Any colour">
        <input type="radio" name="colour" value="" aria-label="Any colour" defaultChecked={!chosen} />
        <span className="filters-any" />
      </label>
      {filterColours.map(({ name, hex }) => (
        <label key={name} title={name}>
          <input type="radio" name="colour" value={name} aria-label={name} defaultChecked={name === chosen} />
          <span style={{ background: hex }} />
        </label>
      ))}
      {!offered && (
        <label>
          <input type="radio" name="colour" value={chosen} defaultChecked />
          <b>{chosen}</b>
        </label>
      )}
    </>
  );
}
