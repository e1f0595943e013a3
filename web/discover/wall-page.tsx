/** The wall: everything, one board, or what words and filters leave of it. All of it stands in the address. */
import { useQuery } from "@tanstack/react-query";
import { useElementScrollRestoration, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo } from "react";
import { listBoards, type PinView } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { type Chip, Chips } from "../parts/chips.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { SkeletonWall } from "../parts/skeleton.tsx";
import { Wall } from "../parts/wall.tsx";
import { type Address, chipsOf, filtersOf } from "./address.ts";
import { useShown } from "./boards/hidden.ts";
import { FilterSheet } from "./filter-sheet.tsx";
import { PageError } from "./page-error.tsx";
import { PinTile } from "./pin-tile.tsx";
import { useSession } from "./session.ts";
import { useWallPins } from "./wall-pins.ts";
import { WordHead } from "./word-head.tsx";
import { WelcomeCard } from "./you/welcome-card.tsx";
import "./wall-page.css";

const ratioOf = (pin: PinView) => pin.width / pin.height;
const keyOf = (pin: PinView) => pin.id;

/** Back on the wall, at the place it was left: once its height is known again. */
function usePlace() {
  const kept = useElementScrollRestoration({ getElement: () => window });
  const place = kept?.scrollY ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on arrival; later the place moves by hand
  useEffect(() => {
    if (place > 0) scrollTo({ top: place, behavior: "instant" });
  }, []);
}

export function WallPage() {
  usePlace();
  const address = useSearch({ from: "/discover/" });
  const navigate = useNavigate({ from: "/" });
  const boards = useQuery({ queryKey: ["boards"], queryFn: listBoards });
  const query = useWallPins(address);
  const shown = useShown();
  const session = useSession();
  const pins = useMemo(
    () => query.data?.pages.flatMap((part) => part.pins).filter(shown) ?? [],
    [query.data, shown],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const filters = filtersOf(address);
  const on = chipsOf(filters).filter((chip) => chip.key !== "board");
  const named = [...new Map((boards.data ?? []).map((board) => [board.name.toLowerCase(), board])).values()];
  const tabs: Chip[] = [
    { key: "", text: "All pictures", on: !address.board },
    ...named.slice(0, 12).map(({ id, name }) => ({ key: id, text: name, on: address.board === name })),
  ];
  /** One's own board has a page; a public one keeps what of the wall is on it. */
  const choose = ({ key }: Chip) => {
    const board = named.find(({ id }) => id === key);
    if (board?.person && board.access !== "read")
      navigate({ to: "/board/$id", params: { id: board.id }, search: {} });
    else change({ board: board?.name });
  };
  const change = (next: Partial<Address>) => navigate({ search: (now: Address) => ({ ...now, ...next }) });

  // What stands above the wall depends on who looks; later it would push the wall down.
  if (session.isPending) return <SkeletonWall />;
  return (
    <>
      {address.words ? (
        <WordHead
          words={address.words}
          answer={query.data?.pages[0]?.answer ?? null}
          on={on.map(({ text }) => text)}
          onWords={(words) => change({ words: words || undefined })}
          onFilters={change}
        />
      ) : (
        <h1 className="said">Pictures</h1>
      )}
      {!address.words && on.length === 0 && <WelcomeCard />}
      <div className="wall-bar">
        <Chips tabs label="Boards" chips={tabs} onToggle={choose} />
        <div className="wall-filters">
          {on.length > 0 && (
            <Chips label="Filters" chips={on} onToggle={(chip) => change({ [chip.key]: undefined })} />
          )}
          <FilterSheet filters={filters} onChange={change} />
        </div>
      </div>
      {query.isPending && <SkeletonWall />}
      {query.isError && pins.length === 0 && <PageError error={query.error} reset={() => query.refetch()} />}
      {query.isSuccess && pins.length === 0 && (
        <EmptyState
          icon="search"
          title={address.words || on.length ? "No picture fits" : "The wall is empty"}
          words={
            address.words || on.length
              ? "Try another word for it, or search by a picture of it. Fewer filters find more."
              : "Add the first pictures to begin."
          }
        >
          <Button onClick={() => navigate({ search: {} })}>Show everything</Button>
        </EmptyState>
      )}
      {pins.length > 0 && (
        <Wall items={pins} ratioOf={ratioOf} keyOf={keyOf} label="Pictures" onEnd={onEnd}>
          {(pin, tile) => <PinTile pin={pin} width={tile.width} eager={tile.y < innerHeight} />}
        </Wall>
      )}
    </>
  );
}
