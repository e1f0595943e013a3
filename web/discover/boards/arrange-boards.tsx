/** One's boards in an order of one's own, carried by mouse, finger or keyboard. */
import { useEffect, useState } from "react";
import { arrangeBoards, type BoardView } from "../../boards-api.ts";
import { BoardCover } from "../saving/board-cover.tsx";
import { useSaving } from "../saving/saving.ts";
import { moved } from "./arrange.ts";
import { useGrip } from "./grip.ts";
import "./arrange-board.css";

export function ArrangeBoards({ boards }: { boards: readonly BoardView[] }) {
  const [items, setItems] = useState(boards);
  const [said, setSaid] = useState("");
  const { attempt } = useSaving();
  useEffect(() => setItems(boards), [boards]);
  const grip = useGrip({
    items: items.map(({ id, name }) => ({ id, title: name })),
    move: (from, to) => setItems((now) => moved(now, from, to)),
    drop: async () => {
      if (items.every(({ id }, index) => boards[index]?.id === id)) return;
      if (!(await attempt(() => arrangeBoards(items.map(({ id }) => id))))) setItems(boards);
    },
    cancel: () => setItems(boards),
    say: setSaid,
  });
  return (
    <>
      <p className="arrange-help" id="arrange-boards-help">
        Drag boards into place, or pick one up with the space bar and move it with the arrows.
      </p>
      <p className="said" role="status">
        {said}
      </p>
      <ul className="board-wall" ref={grip.grid}>
        {items.map((board, index) => (
          <li
            key={board.id}
            data-index={index}
            className={grip.held === board.id ? "arrange-board arrange-held" : "arrange-board"}
          >
            <button
              type="button"
              className="board-card arrange-picture"
              aria-describedby="arrange-boards-help"
              aria-label={`${board.name}, place ${index + 1} of ${items.length}`}
              aria-pressed={grip.held === board.id}
              {...grip.handlers(index)}
            >
              <BoardCover board={board} />
              <b dir="auto">{board.name}</b>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
