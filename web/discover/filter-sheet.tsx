/** Kind, colour, shape, price and date, in one calm sheet; what is said there goes into the address. */
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { type Filters, parseAddress } from "./address.ts";

interface FilterSheetProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function FilterSheet({ filters, onChange }: FilterSheetProps) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const apply = (form: FormData) => {
    const { kind, colour, shape, priceFrom, priceTo, since } = parseAddress(Object.fromEntries(form));
    onChange({ kind, colour, shape, priceFrom, priceTo, since });
    close();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Filters</Button>
      {open && (
        <Sheet title="Filters" onClose={close}>
          <form
            className="filters"
            onSubmit={(event) => {
              event.preventDefault();
              apply(new FormData(event.currentTarget));
            }}
          >
            <label>
              Kind
              <input name="kind" defaultValue={filters.kind} placeholder="Such as chair or lamp" />
            </label>
            <div className="filters-pair">
              <label>
                Colour
                <input name="colour" defaultValue={filters.colour} placeholder="Such as teal" />
              </label>
              <label>
                Shape
                <select name="shape" defaultValue={filters.shape ?? ""}>
                  <option value="">Any</option>
                  <option value="portrait">Portrait</option>
                  <option value="landscape">Landscape</option>
                  <option value="square">Square</option>
                </select>
              </label>
              <label>
                Price from
                <input name="priceFrom" type="number" min="0" step="any" defaultValue={filters.priceFrom} />
              </label>
              <label>
                Price to
                <input name="priceTo" type="number" min="0" step="any" defaultValue={filters.priceTo} />
              </label>
            </div>
            <label>
              Added since
              <input name="since" type="date" defaultValue={filters.since} />
            </label>
            <div className="filters-acts">
              <Button tone="quiet" onClick={close}>
                Cancel
              </Button>
              <Button tone="main" type="submit">
                Show
              </Button>
            </div>
          </form>
        </Sheet>
      )}
    </>
  );
}
