/** One board: its words, its sections, its pictures; arranged and sorted out in place by who may. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { type BoardView, followBoard, readBoard, type SavedPin } from "../../boards-api.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { type Chip, Chips } from "../../parts/chips.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { Wall } from "../../parts/wall.tsx";
import { PageError } from "../page-error.tsx";
import { type Place, recording, useView } from "../recording.ts";
import { PinTile } from "../saving/pin-tile.tsx";
import { useSaving } from "../saving/saving.ts";
import { useShare } from "../share.ts";
import { ArrangeBoard } from "./arrange-board.tsx";
import { useBoardPins } from "./board-pins.ts";
import { BoardSheet } from "./board-sheet.tsx";
import "./board-acts.css";
import "./board-page.css";
import { useTitle } from "../../parts/title.ts";

type Shown = SavedPin & { readonly place: Place };

const ratioOf = ({ pin }: Shown) => pin.width / pin.height;
const keyOf = ({ pin }: Shown) => pin.id;

export function BoardPage() {
  const { id } = useParams({ from: "/discover/board/$id" });
  const board = useQuery({ queryKey: ["board", id], queryFn: () => readBoard(id) });
  if (board.isPending) return <SkeletonWall />;
  if (board.isError) return <PageError error={board.error} reset={() => board.refetch()} />;
  return <BoardShown key={id} board={board.data} />;
}

function BoardShown({ board }: { board: BoardView }) {
  const { section } = useSearch({ from: "/discover/board/$id" });
  const navigate = useNavigate({ from: "/board/$id" });
  const [arranging, setArranging] = useState(false);
  useTitle(board.name);
  useView("board", { board: board.id });
  const known = board.sections.find(({ id }) => id === section);
  const tabs: Chip[] = [
    { key: "", text: "All", on: !known },
    ...board.sections.map(({ id, name, pins }) => ({ key: id, text: `${name} ${pins}`, on: id === section })),
  ];
  return (
    <div className="board">
      <BoardHead board={board} arranging={arranging} onArrange={() => setArranging((now) => !now)} />
      {board.sections.length > 0 && (
        <Chips
          tabs
          label="Sections"
          chips={tabs}
          onToggle={({ key }) => navigate({ search: key ? { section: key } : {}, resetScroll: false })}
        />
      )}
      {arranging ? (
        <ArrangeBoard board={board} section={known?.id ?? null} onDone={() => setArranging(false)} />
      ) : (
        <BoardWall board={board} section={known?.id ?? null} />
      )}
    </div>
  );
}

interface BoardHeadProps {
  board: BoardView;
  arranging: boolean;
  onArrange: () => void;
}

function BoardHead({ board, arranging, onArrange }: BoardHeadProps) {
  const [editing, setEditing] = useState(false);
  const share = useShare();
  const { follow } = useSaving();
  const mine = board.access !== "read";
  return (
    <header className="board-head">
      <h1 dir="auto">{board.name}</h1>
      {board.description && (
        <p className="board-about" dir="auto">
          {board.description}
        </p>
      )}
      <p className="board-facts">
        <BoardLine board={board} />
      </p>
      <div className="board-acts">
        {!mine && (
          <Button
            tone={board.followed ? "plain" : "main"}
            aria-pressed={board.followed}
            onClick={async () => {
              if (!(await follow(() => followBoard(board.id, !board.followed)))) return;
              const type = board.followed ? "unfollow" : "follow";
              recording.record({ type, surface: "board", board: board.id });
            }}
          >
            {board.followed ? "Following" : "Follow"}
          </Button>
        )}
        {mine && board.pins > 0 && (
          <Button aria-pressed={arranging} onClick={onArrange}>
            {arranging ? "Done" : "Arrange"}
          </Button>
        )}
        {mine && <Button onClick={() => setEditing(true)}>Edit</Button>}
        <IconButton
          icon="link"
          name="Copy the board's link"
          onClick={() => share(`/board/${board.id}`, board.name)}
        />
      </div>
      {editing && <BoardSheet board={board} onClose={() => setEditing(false)} />}
    </header>
  );
}

/** "12 pins · only you · by Ada · 3 followers". */
function BoardLine({ board }: { board: BoardView }) {
  const { pins, privacy, person, collaborators, followers, access } = board;
  const seen = { private: "Only you", link: "Whoever has the link", public: "Everybody" }[privacy];
  const names = collaborators.map(({ name }) => name || "someone").join(", ");
  return (
    <>
      <span>{pins === 1 ? "1 pin" : `${pins} pins`}</span>
      {access !== "read" && (
        <span>{privacy === "private" && names ? `Shared with ${names}` : `${seen} may see it`}</span>
      )}
      {access === "read" && person && (
        <span>
          by{" "}
          <Link to="/person/$id" params={{ id: person.id }}>
            {person.name || "someone"}
          </Link>
        </span>
      )}
      {followers > 0 && <span>{followers === 1 ? "1 follower" : `${followers} followers`}</span>}
      {board.archivedAt && <span>Archived</span>}
    </>
  );
}

function BoardWall({ board, section }: { board: BoardView; section: string | null }) {
  const query = useBoardPins(board.id, section);
  const pins = useMemo(
    () =>
      query.data?.pages.flatMap(({ slate, items }) =>
        items.map((item, position) => ({
          ...item,
          place: { surface: "board", slate, position },
        })),
      ) ?? [],
    [query.data],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const noted = pins.some(({ note }) => note !== "");
  if (query.isPending) return <SkeletonWall />;
  if (query.isError) return <PageError heading="h2" error={query.error} reset={() => query.refetch()} />;
  if (pins.length === 0) {
    return (
      <EmptyState
        icon="boards"
        title={section ? "Nothing in this section yet" : "Nothing here yet"}
        words={
          board.access === "read"
            ? "Come back later."
            : section
              ? "Arrange the board to put pictures into it."
              : "Save pictures from the wall, or from any search."
        }
      >
        <Link className="button button-main" to="/" search={{}}>
          Look around
        </Link>
      </EmptyState>
    );
  }
  return (
    <Wall
      items={pins}
      ratioOf={ratioOf}
      keyOf={keyOf}
      caption={noted ? 2 : 0}
      label={board.name}
      onEnd={onEnd}
    >
      {({ pin, note, place }, tile) => (
        <PinTile
          pin={pin}
          place={place}
          width={tile.width}
          eager={tile.y < innerHeight}
          {...(note && { reason: "Note", detail: note })}
        />
      )}
    </Wall>
  );
}
