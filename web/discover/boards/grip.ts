/** Carrying things to another place of a list: by mouse or finger, or picked up with the space bar and moved with the arrows. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { stepOf } from "./arrange.ts";

/** Something that can be carried: a picture or a board. */
export interface Carried {
  readonly id: string;
  readonly title: string;
}

interface GripProps {
  items: readonly Carried[];
  move: (from: number, to: number) => void;
  drop: (id: string) => void;
  cancel: () => void;
  say: (words: string) => void;
}

/** What is in the hand. `grid` goes on the list, `handlers` on a button within each of its items, which say `data-index`. */
export function useGrip({ items, move, drop, cancel, say }: GripProps) {
  const [held, setHeld] = useState<string | null>(null);
  const grid = useRef<HTMLUListElement>(null);
  const start = useRef<{ id: string; x: number; y: number; far: boolean } | null>(null);
  const columns = () => {
    const tops = [...(grid.current?.children ?? [])].map((item) => item.getBoundingClientRect().top);
    return Math.max(1, tops.filter((top) => Math.abs(top - (tops[0] ?? 0)) < 2).length);
  };
  const indexOf = (id: string) => items.findIndex((item) => item.id === id);

  const follow = (event: PointerEvent) => {
    const from = start.current;
    if (!from) return;
    from.far ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > 8;
    if (!from.far) return;
    setHeld(from.id);
    const under = document
      .elementFromPoint(event.clientX, event.clientY)
      ?.closest<HTMLElement>("[data-index]");
    if (under && grid.current?.contains(under)) move(indexOf(from.id), Number(under.dataset.index));
  };
  const release = () => {
    const from = start.current;
    start.current = null;
    setHeld(null);
    if (from?.far) drop(from.id);
  };
  const press = (event: KeyboardEvent, item: Carried, index: number) => {
    const step = stepOf(event.key, columns());
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (held === item.id) {
        setHeld(null);
        drop(item.id);
        say(`${item.title} put down at place ${index + 1}.`);
      } else {
        setHeld(item.id);
        say(`${item.title} picked up. Arrows move it, space puts it down, escape leaves it where it was.`);
      }
    } else if (event.key === "Escape" && held) {
      setHeld(null);
      cancel();
      say("Left where it was.");
    } else if (step !== null) {
      event.preventDefault();
      const to = Math.max(0, Math.min(items.length - 1, index + step));
      if (held === item.id) {
        move(index, to);
        say(`Place ${to + 1} of ${items.length}.`);
      } else {
        grid.current?.children[to]?.querySelector<HTMLElement>("button")?.focus();
      }
    }
  };
  const handlers = (index: number) => ({
    onKeyDown: (event: KeyboardEvent) => {
      const item = items[index];
      if (item) press(event, item, index);
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const item = items[index];
      if (event.button !== 0 || !item) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { id: item.id, x: event.clientX, y: event.clientY, far: false };
    },
    onPointerMove: follow,
    onPointerUp: release,
    onPointerCancel: () => {
      start.current = null;
      setHeld(null);
      cancel();
    },
  });
  return { held, grid, handlers };
}
