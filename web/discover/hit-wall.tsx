/** Search results as a wall, each with its reason below. */
import type { Hit } from "../api.ts";
import { Wall } from "../parts/wall.tsx";
import { PinTile } from "./pin-tile.tsx";

const ratioOf = (hit: Hit) => hit.pin.width / hit.pin.height;
const keyOf = (hit: Hit) => hit.pin.id;

export function HitWall({ hits, label }: { hits: readonly Hit[]; label: string }) {
  return (
    <Wall items={hits} ratioOf={ratioOf} keyOf={keyOf} caption={2} mostColumns={5} label={label}>
      {(hit, tile, index) => (
        <PinTile pin={hit.pin} width={tile.width} eager={index < 6} reason={hit.reason} detail={hit.detail} />
      )}
    </Wall>
  );
}
