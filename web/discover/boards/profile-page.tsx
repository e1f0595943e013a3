/** A person's boards as a wall of covers: one's own with what may be done to them, or another's to look at and follow. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import {
  type BoardView,
  boardsOf,
  createBoard,
  followPerson,
  myBoards,
  readProfile,
} from "../../boards-api.ts";
import { Avatar } from "../../parts/avatar.tsx";
import { Button } from "../../parts/button.tsx";
import { Chips } from "../../parts/chips.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { useSession } from "../../session.ts";
import { PageError } from "../page-error.tsx";
import { recording, useView } from "../recording.ts";
import { BoardCover } from "../saving/board-cover.tsx";
import { BoardName, BoardPrivacy, saidOf } from "../saving/board-fields.tsx";
import { BoardFacts } from "../saving/save-sheet.tsx";
import { useSaving } from "../saving/saving.ts";
import { ArrangeBoards } from "./arrange-boards.tsx";
import "./board-acts.css";
import "./profile-page.css";
import { useTitle } from "../../parts/title.ts";

const views = [
  ["recent", "Last saved"],
  ["name", "By name"],
  ["arranged", "Your order"],
  ["archived", "Archive"],
] as const;
type View = (typeof views)[number][0];

export function OwnProfilePage() {
  useTitle("Your boards");
  useView("profile");
  const [view, setView] = useState<View>("recent");
  const [making, setMaking] = useState(false);
  const boards = useQuery({
    queryKey: ["boards", "me", view],
    queryFn: () => myBoards(view === "archived" ? { archived: true } : { sort: view }),
    placeholderData: (before) => before,
  });
  return (
    <div className="profile">
      <ProfileHead onNew={() => setMaking(true)} />
      <Chips
        tabs
        label="Order of the boards"
        chips={views.map(([key, text]) => ({ key, text, on: key === view }))}
        onToggle={({ key }) => setView(views.find(([each]) => each === key)?.[0] ?? "recent")}
      />
      {boards.isError && <PageError heading="h2" error={boards.error} reset={() => boards.refetch()} />}
      {boards.isPending && <BoardWallWaiting />}
      {boards.data?.length === 0 && <NoBoards archived={view === "archived"} />}
      {boards.data && boards.data.length > 0 && view !== "arranged" && <BoardWall boards={boards.data} own />}
      {boards.data && boards.data.length > 0 && view === "arranged" && <ArrangeBoards boards={boards.data} />}
      {making && <NewBoardSheet onClose={() => setMaking(false)} />}
    </div>
  );
}

function ProfileHead({ onNew }: { onNew: () => void }) {
  const session = useSession();
  const person = session.data?.person ?? null;
  const named = person && !person.anonymous;
  return (
    <header className="profile-head">
      <Avatar name={named ? person.name : null} />
      <h1 dir="auto">{named ? person.name : "Your boards"}</h1>
      <p className="profile-words">
        {named ? person.email : "They are kept for this browser, without a name."}
      </p>
      <div className="board-acts">
        <Button tone="main" onClick={onNew}>
          New board
        </Button>
        {!named && session.data?.signUp && (
          <Link className="button button-plain" to="/join">
            Sign up
          </Link>
        )}
        <Link className="button button-plain" to="/you/data">
          Your data
        </Link>
      </div>
    </header>
  );
}

function NoBoards({ archived }: { archived: boolean }) {
  if (archived) {
    return (
      <EmptyState
        icon="boards"
        title="The archive is empty"
        words="Boards you are done with can rest here."
      />
    );
  }
  return (
    <EmptyState
      icon="boards"
      title="No board yet"
      words="Save a picture you like and the first one begins, or pick a few to start with."
    >
      <Link className="button button-main" to="/welcome">
        Pick pictures
      </Link>
    </EmptyState>
  );
}

export function PersonPage() {
  const { id } = useParams({ from: "/discover/person/$id" });
  const profile = useQuery({ queryKey: ["account", "profile", id], queryFn: () => readProfile(id) });
  const boards = useQuery({ queryKey: ["boards", "of", id], queryFn: () => boardsOf(id) });
  const { follow } = useSaving();
  useTitle(profile.data?.name || "Boards of someone");
  useView("profile");
  if (profile.isError) return <PageError error={profile.error} reset={() => profile.refetch()} />;
  const person = profile.data;
  const followers = person && (person.followers === 1 ? "1 follower" : `${person.followers} followers`);
  return (
    <div className="profile">
      {person && (
        <header className="profile-head">
          <Avatar name={person.name || null} />
          <h1 dir="auto">{person.name || "Someone without a name"}</h1>
          <p className="profile-words">
            {person.boards === 1 ? "1 board" : `${person.boards} boards`}
            {person.followers > 0 && ` · ${followers}`}
          </p>
          {!person.you && (
            <Button
              tone={person.followed ? "plain" : "main"}
              aria-pressed={person.followed}
              onClick={async () => {
                if (!(await follow(() => followPerson(id, !person.followed)))) return;
                const type = person.followed ? "unfollow" : "follow";
                recording.record({ type, surface: "profile", extra: { person: id } });
              }}
            >
              {person.followed ? "Following" : "Follow"}
            </Button>
          )}
        </header>
      )}
      {boards.isPending && <BoardWallWaiting />}
      {boards.data?.length === 0 && (
        <EmptyState
          icon="boards"
          title="Nothing to see yet"
          words="They have not shown a board to everybody."
        />
      )}
      {boards.data && boards.data.length > 0 && <BoardWall boards={boards.data} />}
    </div>
  );
}

export function BoardWall({ boards, own = false }: { boards: readonly BoardView[]; own?: boolean }) {
  return (
    <ul className="board-wall">
      {boards.map((board) => (
        <li key={board.id}>
          <Link to="/board/$id" params={{ id: board.id }} search={{}} className="board-card">
            <BoardCover board={board} />
            <b dir="auto">
              {board.name}
              {own && board.privacy === "private" && <Icon name="lock" size={14} />}
            </b>
            {own ? (
              <BoardFacts board={board} />
            ) : (
              <small>{board.pins === 1 ? "1 pin" : `${board.pins} pins`}</small>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function BoardWallWaiting() {
  return (
    <div className="board-wall" aria-busy="true">
      {[1, 2, 3, 4].map((place) => (
        <span key={place} className="skeleton board-waiting" />
      ))}
    </div>
  );
}

function NewBoardSheet({ onClose }: { onClose: () => void }) {
  const { attempt } = useSaving();
  const navigate = useNavigate();
  const make = async (form: FormData) => {
    await attempt(async () => {
      const made = await createBoard(saidOf(form));
      onClose();
      await navigate({ to: "/board/$id", params: { id: made.id }, search: {} });
    });
  };
  return (
    <Sheet title="New board" onClose={onClose}>
      <form className="board-form" action={make}>
        <BoardName />
        <BoardPrivacy />
        <Button tone="main" type="submit">
          Make it
        </Button>
      </form>
    </Sheet>
  );
}
