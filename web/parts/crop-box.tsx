/**
 * The crop: draw it by drag, move it, pull its four handles, by mouse, touch or keyboard (arrows move, shift + arrows
 * size, escape lets go). `onChange` follows every move; the page decides when it has settled.
 */
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from "react";
import { type CropArea, type CropHandle, drawn, moved, pulled } from "./crop.ts";
import "./crop-box.css";

interface CropBoxProps {
  crop: CropArea | null;
  onChange: (crop: CropArea | null) => void;
  /** What the crop holds, such as "sofa". */
  name: string;
}

const handles: readonly CropHandle[] = ["nw", "ne", "sw", "se"];
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Grip = { kind: "draw" | "move" | CropHandle; x: number; y: number; from: CropArea | null; far: boolean };

const percent = (value: number): string => `${(value * 100).toFixed(2)}%`;

/** A crop that was just drawn has the focus, and one whose dot went away under it, so that the arrows move it. */
function useFocusThatFollows(crop: CropArea | null) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(crop);
  useLayoutEffect(() => {
    const fresh = before.current === null && crop !== null;
    const lost = before.current !== crop && document.activeElement === document.body;
    before.current = crop;
    if (fresh || lost) box.current?.focus({ preventScroll: true });
  }, [crop]);
  return box;
}

export function CropBox({ crop, onChange, name }: CropBoxProps) {
  const field = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | null>(null);
  const box = useFocusThatFollows(crop);

  const at = (event: PointerEvent): [number, number] => {
    const frame = field.current?.getBoundingClientRect();
    if (!frame) return [0, 0];
    return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
  };
  const take = (kind: Grip["kind"]) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    field.current?.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    grip.current = { kind, x, y, from: crop, far: false };
  };
  const follow = (event: PointerEvent) => {
    const held = grip.current;
    if (!held) return;
    const [x, y] = at(event);
    held.far ||= Math.hypot(x - held.x, y - held.y) > 0.015;
    if (!held.far) return;
    if (held.kind === "draw") onChange(drawn(held.x, held.y, x, y));
    else if (held.from && held.kind === "move") onChange(moved(held.from, x - held.x, y - held.y));
    else if (held.from && held.kind !== "move")
      onChange(pulled(held.from, held.kind, x - held.x, y - held.y));
  };
  const release = () => {
    grip.current = null;
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && crop) {
      event.stopPropagation();
      onChange(null);
      return;
    }
    const arrow = arrows[event.key];
    if (!arrow || !crop) return;
    event.preventDefault();
    const [dx, dy] = [arrow[0] * 0.02, arrow[1] * 0.02];
    onChange(event.shiftKey ? pulled(crop, "se", dx, dy) : moved(crop, dx, dy));
  };

  return (
    <div
      ref={field}
      className="crop-field"
      onPointerDown={take("draw")}
      onPointerMove={follow}
      onPointerUp={release}
      onPointerCancel={release}
    >
      {crop && (
        // biome-ignore lint/a11y/useSemanticElements: a box moved in two directions has no element of its own
        <div
          ref={box}
          className="crop-box"
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved with the arrow keys
          tabIndex={0}
          aria-label={`Crop of ${name}. Arrows move it, shift and arrows size it, escape lets go.`}
          style={{
            left: percent(crop.x),
            top: percent(crop.y),
            width: percent(crop.w),
            height: percent(crop.h),
          }}
          onPointerDown={take("move")}
          onKeyDown={press}
        >
          {handles.map((handle) => (
            <span key={handle} className={`crop-handle crop-${handle}`} onPointerDown={take(handle)} />
          ))}
        </div>
      )}
    </div>
  );
}
