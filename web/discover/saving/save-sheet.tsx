/** Where to save: what fits best first, every other board by when it was used; a new one is made in place. */
import { useEffect, useRef, useState } from "react";
import type { PinView } from "../../api.ts";
import type { BoardView, Privacy, SuggestionView } from "../../boards-api.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { BoardCover } from "./board-cover.tsx";
import { BoardName, BoardPrivacy, saidOf } from "./board-fields.tsx";
import { useSaving, useSuggestions } from "./saving.ts";
import "./save-sheet.css";

/** Boards from which on there is a field to find one. */
const many = 8;
/** Suggested: at most so many, each at least so probable. */
const suggested = { most: 3, probability: 0.15 };

interface SaveSheetProps {
  pin: PinView;
  onClose: () => void;
}

export function SaveSheet({ pin, onClose }: SaveSheetProps) {
  const boards = useSuggestions(pin.id, "all");
  const [words, setWords] = useState("");
  const [making, setMaking] = useState(false);
  const { saveTo, saveToNew, takeOff } = useSaving();
  const all = boards.data ?? [];
  const found = all.filter(({ board }) => board.name.toLowerCase().includes(words.trim().toLowerCase()));
  const best = words
    ? []
    : all.filter(({ probability }) => probability >= suggested.probability).slice(0, suggested.most);
  const rest = found
    .filter((each) => !best.includes(each))
    .toSorted((a, b) => b.board.savedAt.localeCompare(a.board.savedAt));
  const toggle = async ({ board, saved }: SuggestionView, section?: string) => {
    onClose();
    await (saved ? takeOff(pin, board) : saveTo(pin, board, undefined, section ? { section } : {}));
  };
  const none = boards.isSuccess && all.length === 0;
  return (
    <Sheet title="Save to a board" onClose={onClose}>
      {all.length >= many && (
        <Field
          label="Find a board"
          name="find"
          type="search"
          value={words}
          autoComplete="off"
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {boards.isPending && (
        <p className="save-none" aria-busy="true">
          Looking at your boards…
        </p>
      )}
      {boards.isError && (
        <p className="save-none" role="alert">
          Your boards can't be read just now.
        </p>
      )}
      <div className="save-lists">
        {best.length > 0 && <BoardChoices title="Suggested" items={best} onChoose={toggle} />}
        {rest.length > 0 && (
          <BoardChoices
            title={best.length > 0 ? "All boards" : "Your boards"}
            items={rest}
            onChoose={toggle}
          />
        )}
        {words && found.length === 0 && <p className="save-none">No board is called so.</p>}
      </div>
      {making || none ? (
        <NewBoard
          name={words}
          first={none}
          onMake={(board) => {
            onClose();
            saveToNew(pin, board);
          }}
        />
      ) : (
        <button type="button" className="save-row" onClick={() => setMaking(true)}>
          <span className="save-plus">
            <Icon name="plus" />
          </span>
          <b>{words ? `Make “${words}”` : "New board"}</b>
        </button>
      )}
    </Sheet>
  );
}

interface BoardChoicesProps {
  title: string;
  items: readonly SuggestionView[];
  onChoose: (item: SuggestionView, section?: string) => void;
}

function BoardChoices({ title, items, onChoose }: BoardChoicesProps) {
  return (
    <section>
      <h3 className="save-title">{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item.board.id}>
            <button
              type="button"
              className="save-row"
              aria-pressed={item.saved}
              onClick={() => onChoose(item)}
            >
              <BoardCover board={item.board} small />
              <span className="save-name">
                <b>{item.board.name}</b>
                <BoardFacts board={item.board} />
              </span>
              {item.saved && <Icon name="check" />}
            </button>
            {item.board.sections.length > 0 && !item.saved && (
              <ul className="save-sections" aria-label={`Sections of ${item.board.name}`}>
                {item.board.sections.map((section) => (
                  <li key={section.id}>
                    <button type="button" className="chip" onClick={() => onChoose(item, section.id)}>
                      {section.name}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "12 pins · only you". */
export function BoardFacts({ board }: { board: BoardView }) {
  const seen = { private: "only you", link: "with the link", public: "everybody" }[board.privacy];
  const shared = board.collaborators.length > 0 && board.privacy === "private" ? "shared" : seen;
  return (
    <small>
      {board.pins === 1 ? "1 pin" : `${board.pins} pins`} · {shared}
    </small>
  );
}

interface NewBoardProps {
  name: string;
  first: boolean;
  onMake: (board: { name: string; privacy: Privacy }) => void;
}

function NewBoard({ name, first, onMake }: NewBoardProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  return (
    <form ref={form} className="save-new" action={(said: FormData) => onMake(saidOf(said))}>
      <BoardName label={first ? "Name your first board" : "Name of the new board"} name={name} />
      <BoardPrivacy />
      <Button tone="main" type="submit">
        Make and save
      </Button>
    </form>
  );
}
