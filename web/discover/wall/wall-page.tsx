/** The wall: everything, one board, or what words and filters leave of it. All of it stands in the address. */
import { useElementScrollRestoration, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { useTitle } from "../../parts/title.ts";
import { Wall } from "../../parts/wall.tsx";
import { useSession } from "../../session.ts";
import { type Address, chipsOf, filtersOf } from "../address.ts";
import { PageError } from "../page-error.tsx";
import { recording, useAsked, useView } from "../recording.ts";
import { ResultBar } from "../refining/result-bar.tsx";
import { WallBar } from "../refining/wall-bar.tsx";
import { PinTile } from "../saving/pin-tile.tsx";
import { WelcomeCard } from "../you/welcome-card.tsx";
import { NothingFound, RelatedSearches } from "./near-searches.tsx";
import { useWallPins, type WallPin } from "./wall-pins.ts";
import { WordHead } from "./word-head.tsx";

const ratioOf = ({ pin }: WallPin) => pin.width / pin.height;
const keyOf = ({ pin }: WallPin) => pin.id;

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
  useTitle(address.words ?? "");
  const navigate = useNavigate({ from: "/" });
  const session = useSession();
  const found = useWallPins(address);
  const { slate, answer } = found;
  const surface = address.words ? "search" : "wall";
  useView(surface);
  useAsked("search", { surface, ...(answer && slate && { query: address.words ?? "", slate }) });
  const change = (next: Partial<Address>) => {
    if (slate) recording.record({ type: "refine", surface, slate, extra: next });
    return navigate({ search: (now: Address) => ({ ...now, ...next }) });
  };
  const on = chipsOf(filtersOf(address)).filter((chip) => chip.key !== "board");

  // What stands above the wall depends on who looks; later it would push the wall down.
  if (session.isPending) return <SkeletonWall />;
  return (
    <>
      {address.words ? (
        <WordHead
          words={address.words}
          address={address}
          answer={found.answer}
          onWords={(words) => change({ words: words || undefined, literal: undefined })}
        />
      ) : (
        <h1 className="said">Pictures</h1>
      )}
      {!address.words && on.length === 0 && <WelcomeCard />}
      {address.words ? (
        <ResultBar words={address.words} address={address} onChange={change} />
      ) : (
        <WallBar address={address} onChange={change} />
      )}
      <WallPins found={found} words={address.words ?? ""} narrowed={on.length > 0} />
    </>
  );
}

interface WallPinsProps {
  found: ReturnType<typeof useWallPins>;
  /** Empty on a wall without words. */
  words: string;
  /** Whether filters leave something out. */
  narrowed: boolean;
}

function WallPins({ found, words, narrowed }: WallPinsProps) {
  const navigate = useNavigate();
  const { query, pins } = found;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isPending) return <SkeletonWall />;
  if (query.isError && pins.length === 0) {
    return <PageError error={query.error} reset={() => query.refetch()} />;
  }
  if (pins.length === 0 && (words || narrowed)) {
    return (
      <NothingFound words={words}>
        {narrowed && (
          <Button tone="main" onClick={() => navigate({ to: "/", search: words ? { words } : {} })}>
            Without the filters
          </Button>
        )}
        <Button onClick={() => navigate({ to: "/", search: {} })}>Show everything</Button>
      </NothingFound>
    );
  }
  if (pins.length === 0) {
    return (
      <EmptyState icon="search" title="The wall is empty" words="Add the first pictures to begin.">
        <Button onClick={() => navigate({ to: "/add" })}>Add pictures</Button>
      </EmptyState>
    );
  }
  return (
    <>
      <Wall items={pins} ratioOf={ratioOf} keyOf={keyOf} label="Pictures" onEnd={onEnd}>
        {({ pin, place }, tile) => (
          <PinTile pin={pin} place={place} width={tile.width} eager={tile.y < innerHeight} />
        )}
      </Wall>
      {words && !hasNextPage && <RelatedSearches words={words} />}
    </>
  );
}
