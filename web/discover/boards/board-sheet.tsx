/** A board's own sheet: name, words, who sees it, sections, sharing; archive, merge and delete, each with a way back. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  addSection,
  type BoardView,
  changeBoard,
  editSection,
  inviteTo,
  mergeBoard,
  myBoards,
  removeBoard,
  removeSection,
  restoreBoard,
  restoreSection,
  uninvite,
} from "../../boards-api.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { BoardName, BoardPrivacy, saidOf } from "../saving/board-fields.tsx";
import { useSaving } from "../saving/saving.ts";
import "../../parts/menu.css";
import "./board-sheet.css";

interface BoardSheetProps {
  board: BoardView;
  onClose: () => void;
}

export function BoardSheet({ board, onClose }: BoardSheetProps) {
  const { attempt } = useSaving();
  const own = board.access === "own";
  const keep = async (form: FormData) => {
    const change = { ...saidOf(form), description: String(form.get("description") ?? "") };
    if (await attempt(() => changeBoard(board.id, { ...change, version: board.version }))) onClose();
  };
  return (
    <Sheet title="Edit the board" onClose={onClose}>
      {own && (
        <form className="board-form" action={keep}>
          <BoardName name={board.name} />
          <label className="field">
            <span>What it is about</span>
            <textarea name="description" rows={2} maxLength={2000} defaultValue={board.description} />
          </label>
          <BoardPrivacy privacy={board.privacy} />
          <Button tone="main" type="submit">
            Keep
          </Button>
        </form>
      )}
      <Sections board={board} />
      {own && <Sharing board={board} />}
      {own && <Endings board={board} onClose={onClose} />}
    </Sheet>
  );
}

/** Who else may save here. */
function Sharing({ board }: { board: BoardView }) {
  const { attempt, say } = useSaving();
  const remove = async ({ id, name }: BoardView["collaborators"][number]) => {
    if (!(await attempt(() => uninvite(board.id, id)))) return;
    say({
      words: `${name} may not save here any more`,
      undo: () => void attempt(() => inviteTo(board.id, id)),
    });
  };
  return (
    <section className="board-sections">
      <h3>Shared with</h3>
      <ul>
        {board.collaborators.map((person) => (
          <li key={person.id}>
            <span className="board-person">{person.name || "Someone"}</span>
            <IconButton
              icon="close"
              name={`Share with ${person.name} no longer`}
              onClick={() => remove(person)}
            />
          </li>
        ))}
      </ul>
      <form
        className="board-new-section"
        action={async (form: FormData) => {
          await attempt(() => inviteTo(board.id, String(form.get("person"))));
        }}
      >
        <Field
          label="E-mail of someone with an account"
          name="person"
          type="email"
          required
          autoComplete="off"
        />
        <Button type="submit">Share</Button>
      </form>
    </section>
  );
}

function Sections({ board }: { board: BoardView }) {
  const { attempt, say } = useSaving();
  const remove = async ({ id, name }: BoardView["sections"][number]) => {
    if (!(await attempt(() => removeSection(board.id, id)))) return;
    say({
      words: `Section ${name} deleted; its pins stay`,
      undo: () => void attempt(() => restoreSection(board.id, id)),
    });
  };
  const rename = (id: string, before: string, after: string) => {
    if (after && after !== before) attempt(() => editSection(board.id, id, { name: after }));
  };
  return (
    <section className="board-sections">
      <h3>Sections</h3>
      <ul>
        {board.sections.map((section, index) => (
          <li key={section.id}>
            <input
              aria-label={`Name of section ${section.name}`}
              defaultValue={section.name}
              maxLength={100}
              onBlur={(event) => rename(section.id, section.name, event.target.value.trim())}
              onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
            />
            <IconButton
              icon="up"
              name={`Move ${section.name} up`}
              disabled={index === 0}
              onClick={() =>
                attempt(() =>
                  editSection(board.id, section.id, { before: board.sections[index - 1]?.id ?? null }),
                )
              }
            />
            <IconButton
              icon="trash"
              name={`Delete section ${section.name}`}
              onClick={() => remove(section)}
            />
          </li>
        ))}
      </ul>
      <form
        className="board-new-section"
        action={async (form: FormData) => {
          await attempt(() => addSection(board.id, String(form.get("section"))));
        }}
      >
        <Field label="New section" name="section" required maxLength={100} autoComplete="off" />
        <Button type="submit">Add</Button>
      </form>
    </section>
  );
}

/** What ends a board's life as it was. */
function Endings({ board, onClose }: BoardSheetProps) {
  const { attempt, say } = useSaving();
  const navigate = useNavigate();
  const [merging, setMerging] = useState(false);
  const leave = async (act: () => Promise<unknown>, words: string, undo: () => Promise<unknown>) => {
    if (!(await attempt(act))) return;
    onClose();
    await navigate({ to: "/you" });
    say({ words, undo: () => void attempt(undo) });
  };
  const back = () => restoreBoard(board.id);
  const archived = board.archivedAt !== null;
  return (
    <section className="board-endings">
      <Button
        onClick={() =>
          leave(
            () => changeBoard(board.id, { archived: !archived }),
            archived ? `${board.name} is back among your boards` : `${board.name} is archived`,
            () => changeBoard(board.id, { archived }),
          )
        }
      >
        {archived ? "Take out of the archive" : "Archive"}
      </Button>
      <Button onClick={() => setMerging(true)}>Merge…</Button>
      <Button
        className="board-delete"
        onClick={() => leave(() => removeBoard(board.id), `${board.name} deleted`, back)}
      >
        Delete
      </Button>
      {merging && (
        <ChooseBoard
          title={`Merge ${board.name} into`}
          not={board.id}
          onClose={() => setMerging(false)}
          onChoose={(into) =>
            leave(() => mergeBoard(board.id, into.id), `${board.name} is part of ${into.name} now`, back)
          }
        />
      )}
    </section>
  );
}

interface ChooseBoardProps {
  title: string;
  not: string;
  onChoose: (board: BoardView) => void;
  onClose: () => void;
}

/** One of the other boards. */
export function ChooseBoard({ title, not, onChoose, onClose }: ChooseBoardProps) {
  const boards = useQuery({ queryKey: ["boards", "me", "recent"], queryFn: () => myBoards() });
  const others = (boards.data ?? []).filter(({ id }) => id !== not);
  return (
    <Sheet title={title} onClose={onClose}>
      {boards.isSuccess && others.length === 0 && <p className="save-none">You have no other board yet.</p>}
      <ul className="menu">
        {others.map((board) => (
          <li key={board.id}>
            <button
              type="button"
              onClick={() => {
                onClose();
                onChoose(board);
              }}
            >
              {board.name} <small>{board.pins === 1 ? "1 pin" : `${board.pins} pins`}</small>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
