/**
 * Where the focus goes when one page takes the place of another, so that nobody begins at the top of the document
 * again: back on the picture that was opened, or else at the beginning of what is new.
 */
import { useEffect, useRef } from "react";

/** By the address of the page that was left. */
const opened = new Map<string, string>();

export function rememberOpened(pin: string): void {
  opened.set(location.href, pin);
}

/** Frames that a wall may take until the picture is there. */
const patience = 30;

/** @param page its path; empty until the first is there */
export function usePageFocus(page: string): void {
  const before = useRef("");
  useEffect(() => {
    const arrival = before.current === "";
    before.current = page;
    if (arrival) return;
    const pin = opened.get(location.href);
    let left = pin === undefined ? 0 : patience;
    let turn = 0;
    const look = () => {
      if (document.activeElement !== document.body) return;
      const link = pin && document.querySelector<HTMLElement>(`.pin-tile-picture[href="/pin/${pin}"]`);
      left -= 1;
      if (link) link.focus({ preventScroll: true });
      else if (left > 0) turn = requestAnimationFrame(look);
      else document.getElementById("main")?.focus({ preventScroll: true });
    };
    turn = requestAnimationFrame(look);
    return () => cancelAnimationFrame(turn);
  }, [page]);
}
