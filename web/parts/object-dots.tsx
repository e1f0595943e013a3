/** Quiet dots on what was found in a picture; each grows and names itself on hover and focus. */
import type { CropArea } from "./crop.ts";
import "./object-dots.css";

export interface FoundObject {
  readonly ordinal: number;
  readonly name: string;
  readonly box: CropArea;
}

interface ObjectDotsProps {
  objects: readonly FoundObject[];
  chosen: number | null;
  onChoose: (object: FoundObject) => void;
}

export function ObjectDots({ objects, chosen, onChoose }: ObjectDotsProps) {
  return (
    <ul className="object-dots" aria-label="Found in this picture">
      {objects
        .filter((object) => object.ordinal !== chosen)
        .map((object) => {
          const across = object.box.x + object.box.w / 2;
          return (
            <li
              key={object.ordinal}
              style={{ left: `${across * 100}%`, top: `${(object.box.y + object.box.h / 2) * 100}%` }}
            >
              <button
                type="button"
                className={across > 0.66 ? "object-dot object-dot-end" : "object-dot"}
                aria-label={`Find more like this ${object.name}`}
                onClick={() => onChoose(object)}
              >
                <span aria-hidden="true">{object.name}</span>
              </button>
            </li>
          );
        })}
    </ul>
  );
}
