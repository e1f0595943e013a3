/**
 * A board put in order by hand: pictures are dragged by mouse or finger, or picked up with the space bar and carried with
 * the arrows; chosen ones are moved, copied, put in a section or taken off together.
 */
import { useEffect, useMemo, useState } from "react";
import { nameOf, sourceOf } from "../../api.ts";
import { type BoardView, bulkPins, changeBoard, editSave, type SavedPin } from "../../boards-api.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { useSaving } from "../saving/saving.ts";
import { moved } from "./arrange.ts";
import { useBoardPins } from "./board-pins.ts";
import { ChooseBoard } from "./board-sheet.tsx";
import { useGrip } from "./grip.ts";
import "./arrange-board.css";

interface ArrangeBoardProps {
  board: BoardView;
  section: string | null;
  onDone: () => void;
}

const titleOf = ({ pin }: SavedPin): string => nameOf(pin);

export function ArrangeBoard({ board, section, onDone }: ArrangeBoardProps) {
  const query = useBoardPins(board.id, section);
  const kept = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const [items, setItems] = useState<readonly SavedPin[]>(kept);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const { attempt } = useSaving();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => setItems(kept), [kept]);
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const keepPlace = async (id: string) => {
    const at = items.findIndex(({ pin }) => pin.id === id);
    if (at < 0 || kept[at]?.pin.id === id) return;
    const done = await attempt(() => editSave(board.id, id, { before: items[at + 1]?.pin.id ?? null }));
    if (!done) setItems(kept);
  };
  const carried = items.map((item) => ({ id: item.pin.id, title: titleOf(item) }));
  const grip = useGrip({
    items: carried,
    move: (from, to) => setItems((now) => moved(now, from, to)),
    drop: keepPlace,
    cancel: () => setItems(kept),
    say: setSaid,
  });
  const toggle = (id: string) =>
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <section className="arrange" aria-label={`Arrange ${board.name}`}>
      <p className="arrange-help" id="arrange-help">
        Drag pictures into place, or pick one up with the space bar and move it with the arrows. Choose some
        to move them together.
      </p>
      <p className="said" role="status">
        {said}
      </p>
      <ul className="arrange-grid" ref={grip.grid}>
        {items.map((item, index) => (
          <li
            key={item.pin.id}
            data-index={index}
            className={grip.held === item.pin.id ? "arrange-item arrange-held" : "arrange-item"}
          >
            <button
              type="button"
              className="arrange-picture"
              aria-describedby="arrange-help"
              aria-label={`${titleOf(item)}, place ${index + 1} of ${items.length}`}
              aria-pressed={grip.held === item.pin.id}
              {...grip.handlers(index)}
            >
              <Picture source={sourceOf(item.pin)} alt="" shownWidth={180} />
            </button>
            <label className="arrange-choice">
              <input
                type="checkbox"
                checked={chosen.has(item.pin.id)}
                aria-label={`Choose ${titleOf(item)}`}
                onChange={() => toggle(item.pin.id)}
              />
              <span>
                <Icon name="check" size={16} />
              </span>
            </label>
          </li>
        ))}
      </ul>
      <ArrangeBar board={board} pins={[...chosen]} onClear={() => setChosen(new Set())} onDone={onDone} />
    </section>
  );
}

interface ArrangeBarProps {
  board: BoardView;
  pins: readonly string[];
  onClear: () => void;
  onDone: () => void;
}

/** What may be done to the chosen ones. */
function ArrangeBar({ board, pins, onClear, onDone }: ArrangeBarProps) {
  const [open, setOpen] = useState<"move" | "copy" | "section" | "note" | null>(null);
  const { attempt, say } = useSaving();
  const count = pins.length === 1 ? "1 picture" : `${pins.length} pictures`;
  const close = () => setOpen(null);
  const act = async (run: () => Promise<unknown>, words: string, undo?: () => Promise<unknown>) => {
    close();
    if (!(await attempt(run))) return;
    onClear();
    say({ words, ...(undo && { undo: () => void attempt(undo) }) });
  };
  const backFrom = (to: BoardView) => async () => {
    await bulkPins(to.id, { action: "remove", pins });
    await bulkPins(board.id, { action: "restore", pins });
  };
  const [first] = pins;
  if (first === undefined) {
    return (
      <div className="arrange-bar">
        <Button tone="main" onClick={onDone}>
          Done
        </Button>
      </div>
    );
  }
  return (
    <div className="arrange-bar" role="toolbar" aria-label={`${count} chosen`}>
      <b>{count}</b>
      {board.sections.length > 0 && <Button onClick={() => setOpen("section")}>Section</Button>}
      <Button onClick={() => setOpen("move")}>Move</Button>
      <Button onClick={() => setOpen("copy")}>Copy</Button>
      {pins.length === 1 && <Button onClick={() => setOpen("note")}>Note</Button>}
      {pins.length === 1 && board.access === "own" && (
        <Button onClick={() => act(() => changeBoard(board.id, { cover: first }), "This is the cover now")}>
          Cover
        </Button>
      )}
      <Button
        className="board-delete"
        onClick={() =>
          act(
            () => bulkPins(board.id, { action: "remove", pins }),
            `${count} taken off`,
            () => bulkPins(board.id, { action: "restore", pins }),
          )
        }
      >
        Take off
      </Button>
      <Button tone="quiet" onClick={onClear}>
        Clear
      </Button>
      {(open === "move" || open === "copy") && (
        <ChooseBoard
          title={open === "move" ? `Move ${count} to` : `Copy ${count} to`}
          not={board.id}
          onClose={close}
          onChoose={(to) =>
            act(
              () => bulkPins(board.id, { action: open, pins, to: to.id }),
              `${count} ${open === "move" ? "moved" : "copied"} to ${to.name}`,
              open === "move" ? backFrom(to) : () => bulkPins(to.id, { action: "remove", pins }),
            )
          }
        />
      )}
      {open === "section" && (
        <SectionSheet
          title={`Put ${count} into`}
          sections={board.sections}
          onClose={close}
          onChoose={({ id, name }) =>
            act(() => bulkPins(board.id, { action: "section", pins, section: id }), `Put into ${name}`)
          }
        />
      )}
      {open === "note" && (
        <NoteSheet
          onClose={close}
          onKeep={(note) => act(() => editSave(board.id, first, { note }), "Note kept")}
        />
      )}
    </div>
  );
}

interface SectionPlace {
  /** Null for the pictures that are in none. */
  id: string | null;
  name: string;
}

interface SectionSheetProps {
  title: string;
  sections: BoardView["sections"];
  onClose: () => void;
  onChoose: (section: SectionPlace) => void;
}

function SectionSheet({ title, sections, onClose, onChoose }: SectionSheetProps) {
  const places: SectionPlace[] = [...sections, { id: null, name: "No section" }];
  return (
    <Sheet title={title} onClose={onClose}>
      <ul className="menu">
        {places.map((place) => (
          <li key={place.id ?? "none"}>
            <button type="button" onClick={() => onChoose(place)}>
              {place.name}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function NoteSheet({ onClose, onKeep }: { onClose: () => void; onKeep: (note: string) => void }) {
  return (
    <Sheet title="Note" onClose={onClose}>
      <form className="board-form" action={(form: FormData) => onKeep(String(form.get("note") ?? ""))}>
        <label className="field">
          <span>What to remember about it</span>
          <textarea name="note" rows={3} maxLength={2000} />
        </label>
        <Button tone="main" type="submit">
          Keep
        </Button>
      </form>
    </Sheet>
  );
}
