/** Search results as a wall, each with its reason below. */
import { useMemo } from "react";
import type { SearchAnswer } from "../../api.ts";
import { Wall } from "../../parts/wall.tsx";
import { useShown } from "../saving/hidden.ts";
import { PinTile } from "../saving/pin-tile.tsx";

type Hit = SearchAnswer["hits"][number];

/** The reason that says most comes first. */
const weight: ReadonlyArray<Hit["reasons"][number]["kind"]> = [
  "as asked",
  "same piece",
  "contains it",
  "same kind",
  "looks alike",
  "same colours",
];

function reasonOf(hit: Hit): string {
  const kinds = hit.reasons.map((reason) => reason.kind);
  const best = weight.find((kind) => kinds.includes(kind)) ?? "looks alike";
  return best.charAt(0).toUpperCase() + best.slice(1);
}

/** What tells it from its neighbours: the colour of the thing that was found, or what the whole is. */
function detailOf({ pin, region }: Hit): string {
  const found =
    region && pin.objects.find(({ box }) => Math.abs(box.x - region.x) + Math.abs(box.y - region.y) < 0.01);
  return (found || pin).palette[0]?.name ?? pin.kind?.name ?? "";
}

const ratioOf = (hit: Hit) => hit.pin.width / hit.pin.height;
const keyOf = (hit: Hit) => hit.pin.id;

interface HitWallProps {
  hits: readonly Hit[];
  label: string;
  /** The list that these are, and where. */
  slate: string;
  surface: string;
}

export function HitWall({ hits, label, slate, surface }: HitWallProps) {
  const shown = useShown();
  const items = useMemo(
    () =>
      hits
        .map((hit, position) => ({ ...hit, place: { surface, slate, position } }))
        .filter(({ pin }) => shown(pin)),
    [hits, shown, slate, surface],
  );
  return (
    <Wall items={items} ratioOf={ratioOf} keyOf={keyOf} caption={2} mostColumns={5} label={label}>
      {(hit, tile) => (
        <PinTile
          pin={hit.pin}
          place={hit.place}
          width={tile.width}
          eager={tile.y < innerHeight}
          reason={reasonOf(hit)}
          detail={detailOf(hit)}
        />
      )}
    </Wall>
  );
}
