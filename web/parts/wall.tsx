/**
 * The wall: masonry over the window's scroll. Only what is near the screen is in the document, so ten thousand pins
 * scroll as lightly as fifty; the scroll is followed in steps, not pixels, so a frame seldom draws anything.
 */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { layOut, type Tile, tilesWithin } from "./masonry.ts";
import "./wall.css";

interface WallProps<T> {
  items: readonly T[];
  ratioOf: (item: T) => number;
  keyOf: (item: T) => string;
  children: (item: T, tile: Tile, index: number) => ReactNode;
  /** Rem kept free under each picture for words. */
  caption?: number;
  mostColumns?: number;
  label: string;
  /** Called when the end comes near. */
  onEnd?: () => void;
}

/** Pixels of scroll between two looks at what is visible. */
const step = 240;

function useWidth() {
  const box = useRef<HTMLUListElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return { box, width };
}

/** Top of the screen within the wall, rounded down to steps. */
function useScrollStep(box: { current: HTMLElement | null }): number {
  const read = () => Math.floor(-(box.current?.getBoundingClientRect().top ?? 0) / step) * step;
  const [top, setTop] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: listens once; `read` looks at the element itself
  useLayoutEffect(() => {
    const follow = () => setTop(read());
    follow();
    addEventListener("scroll", follow, { passive: true });
    addEventListener("resize", follow);
    return () => {
      removeEventListener("scroll", follow);
      removeEventListener("resize", follow);
    };
  }, []);
  return top;
}

export function Wall<T>(props: WallProps<T>) {
  const { items, ratioOf, keyOf, children, caption = 0, mostColumns = 7, label, onEnd } = props;
  const { box, width } = useWidth();
  const top = useScrollStep(box);
  const layout = useMemo(() => {
    const root = getComputedStyle(document.documentElement);
    const gap = Number.parseFloat(root.getPropertyValue("--gap")) || 16;
    const rem = Number.parseFloat(root.fontSize) || 16;
    return layOut(items.map(ratioOf), width, gap, Math.round(caption * rem), mostColumns);
  }, [items, ratioOf, width, caption, mostColumns]);
  const screen = globalThis.innerHeight;
  const visible = width ? tilesWithin(layout, top - screen * 0.5, top + step + screen * 1.5) : [];
  const near = width > 0 && top + screen * 3 > layout.height;
  useEffect(() => {
    if (near) onEnd?.();
  }, [near, onEnd]);
  return (
    <ul ref={box} className="wall" aria-label={label} style={{ blockSize: layout.height }}>
      {visible.map((index) => {
        const item = items[index];
        const tile = layout.tiles[index];
        if (item === undefined || tile === undefined) return null;
        return (
          <li
            key={keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{
              insetInlineStart: tile.x,
              insetBlockStart: tile.y,
              inlineSize: tile.width,
              blockSize: tile.height,
            }}
          >
            {children(item, tile, index)}
          </li>
        );
      })}
    </ul>
  );
}
