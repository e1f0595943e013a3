/** A wall before its pins are known: quiet fills in the same masonry. */
import { Wall } from "./wall.tsx";
import "./skeleton.css";

const ratios = [0.75, 1.33, 0.7, 1, 0.8, 1.2, 0.75, 1, 1.33, 0.7, 1, 0.8, 0.75, 1.2] as const;
const tiles = ratios.map((ratio, index) => ({ ratio, key: String(index) }));
const ratioOf = (tile: { ratio: number }) => tile.ratio;
const keyOf = (tile: { key: string }) => tile.key;

export function SkeletonWall({ mostColumns }: { mostColumns?: number }) {
  return (
    <div aria-busy="true">
      <span className="said" role="status">
        Loading
      </span>
      <Wall items={tiles} ratioOf={ratioOf} keyOf={keyOf} label="Loading pictures" mostColumns={mostColumns}>
        {() => <span className="skeleton" />}
      </Wall>
    </div>
  );
}
