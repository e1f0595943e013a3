/** What those whom one follows have saved, the latest first, with which board each pin is on now. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { listBoards } from "../../api.ts";
import { type FollowedPin, followingPins, myFollows } from "../../boards-api.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { useTitle } from "../../parts/title.ts";
import { Wall } from "../../parts/wall.tsx";
import { PageError } from "../page-error.tsx";
import { type Place, useView } from "../recording.ts";
import { BoardTabs } from "../refining/wall-bar.tsx";
import { useShown } from "../saving/hidden.ts";
import { PinTile } from "../saving/pin-tile.tsx";
import { followingKey } from "../saving/saving.ts";
import { BoardWall } from "./profile-page.tsx";

const surface = "following";
/** Boards offered to who follows nobody yet. */
const offered = 8;

export function FollowingPage() {
  useTitle("Following");
  useView(surface);
  const navigate = useNavigate();
  return (
    <>
      <h1 className="said">Following</h1>
      <div className="wall-bar">
        <BoardTabs following onBoard={(board) => navigate({ to: "/", search: { board } })} />
      </div>
      <FollowedPins />
    </>
  );
}

interface Shown {
  readonly followed: FollowedPin;
  readonly place: Place;
}

const ratioOf = ({ followed: { pin } }: Shown) => pin.width / pin.height;
const keyOf = ({ followed: { pin } }: Shown) => pin.id;

/** A pin that was saved again between two pages stays where it was seen first. */
function useFollowedPins() {
  const shown = useShown();
  const query = useInfiniteQuery({
    queryKey: followingKey,
    queryFn: ({ pageParam }) => followingPins(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
  const items = useMemo(() => {
    const all = (query.data?.pages ?? []).flatMap(({ slate, items }) =>
      items.map((followed, position): Shown => {
        return { followed, place: { surface, slate, position, board: followed.board.id } };
      }),
    );
    const seen = new Set<string>();
    return all.filter(({ followed: { pin } }) => {
      if (seen.has(pin.id) || !shown(pin)) return false;
      seen.add(pin.id);
      return true;
    });
  }, [query.data, shown]);
  return { query, items };
}

function FollowedPins() {
  const { query, items } = useFollowedPins();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isPending) return <SkeletonWall />;
  if (query.isError && items.length === 0) {
    return <PageError error={query.error} reset={() => query.refetch()} />;
  }
  if (items.length === 0) return <NothingFollowed />;
  return (
    <Wall items={items} ratioOf={ratioOf} keyOf={keyOf} caption={2} label="Newly saved" onEnd={onEnd}>
      {({ followed, place }, tile) => (
        <PinTile
          pin={followed.pin}
          place={place}
          width={tile.width}
          eager={tile.y < innerHeight}
          reason={<BoardLink {...followed.board} />}
          detail={followed.savedBy?.name ? `by ${followed.savedBy.name}` : ""}
        />
      )}
    </Wall>
  );
}

function BoardLink({ id, name }: FollowedPin["board"]) {
  return (
    <Link to="/board/$id" params={{ id }} search={{}} className="pin-tile-board" dir="auto">
      {name}
    </Link>
  );
}

/** Says what this page is for, and offers boards of others to begin with. */
function NothingFollowed() {
  const follows = useQuery({ queryKey: ["account", "follows"], queryFn: myFollows });
  const boards = useQuery({ queryKey: ["boards"], queryFn: listBoards });
  const others = (boards.data ?? []).filter(({ access, person }) => access === "read" && person !== null);
  if (follows.isPending || boards.isPending) return <SkeletonWall />;
  if (follows.data && follows.data.length > 0) {
    return (
      <EmptyState
        icon="boards"
        title="All quiet"
        words="Those you follow have saved nothing yet that is for you to see. It will show up here."
      />
    );
  }
  return (
    <>
      <EmptyState
        icon="boards"
        title="You follow nobody yet"
        words="Follow a board or a person, and what they save shows up here, the latest first."
      />
      {others.length > 0 && (
        <section className="profile" aria-labelledby="boards-to-follow">
          <h2 id="boards-to-follow">Boards to begin with</h2>
          <BoardWall boards={others.slice(0, offered)} />
        </section>
      )}
    </>
  );
}
