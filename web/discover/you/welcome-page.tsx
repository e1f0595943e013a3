/** A first visit: pick a few pictures you like, and there is something to begin with. Nothing has to be picked. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { nameOf, type PinView, samplePins, sourceOf } from "../../api.ts";
import { createBoard, myBoards, removeBoard, savePins } from "../../boards-api.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Picture } from "../../parts/picture.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { useSaving } from "../saving/saving.ts";
import { dismissWelcome } from "./welcome.ts";
import "./welcome-page.css";
import { useTitle } from "../../parts/title.ts";

const shown = 24;
const wanted = 3;
const picksBoard = "First picks";

/** As different as they come: one of each kind in turn. */
function varied(pins: readonly PinView[]): readonly PinView[] {
  const byKind = Map.groupBy(pins, (pin) => pin.kind?.name ?? "");
  const rounds = Math.max(0, ...[...byKind.values()].map((kind) => kind.length));
  const order = Array.from({ length: rounds }, (_, round) =>
    [...byKind.values()].flatMap((kind) => kind[round] ?? []),
  );
  return order.flat().slice(0, shown);
}

export function WelcomePage() {
  const pins = useQuery({ queryKey: ["welcome"], queryFn: () => samplePins(200) });
  const choices = useMemo(() => varied(pins.data ?? []), [pins.data]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { attempt, say } = useSaving();
  const navigate = useNavigate();
  useTitle("What do you like?");
  const toggle = (id: string) =>
    setPicked((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const begin = async () => {
    const ids = choices.map(({ id }) => id).filter((id) => picked.has(id));
    await attempt(async () => {
      const known = (await myBoards()).find(({ name }) => name === picksBoard);
      const board = known ?? (await createBoard({ name: picksBoard }));
      await savePins(board.id, ids);
      dismissWelcome();
      await navigate({ to: "/", search: {} });
      say({
        words: `Saved to ${picksBoard}, which only you can see`,
        ...(!known && { undo: () => void attempt(() => removeBoard(board.id)) }),
      });
    });
  };
  const missing = wanted - picked.size;
  return (
    <div className="welcome">
      <h1>What do you like?</h1>
      <p>Pick three or more. They become your first board, and say where to begin.</p>
      {pins.isPending && <SkeletonWall />}
      <ul className="welcome-grid">
        {choices.map((pin) => (
          <li key={pin.id}>
            <button
              type="button"
              aria-pressed={picked.has(pin.id)}
              aria-label={nameOf(pin)}
              onClick={() => toggle(pin.id)}
            >
              <Picture source={sourceOf(pin)} alt="" shownWidth={200} />
              <span className="welcome-check">
                <Icon name="check" />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="arrange-bar">
        <Button tone="main" disabled={missing > 0} onClick={begin}>
          {missing > 0 ? `${missing} more` : "Begin"}
        </Button>
        <Link className="button button-quiet" to="/" search={{}} onClick={dismissWelcome}>
          Skip
        </Link>
      </div>
    </div>
  );
}
