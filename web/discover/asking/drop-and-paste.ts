/** A picture or a link dropped anywhere on the page, or pasted outside of a field. Returns whether one hovers. */
import { useEffect, useRef, useState } from "react";
import { pictureIn } from "./picture-query.ts";

export function useDropAndPaste(take: (picture: Blob | string) => void, active: boolean): boolean {
  const [hovers, setHovers] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!active) return;
    const over = (event: DragEvent) => {
      event.preventDefault();
      setHovers(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setHovers(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setHovers(false);
      const picture = pictureIn(event.dataTransfer);
      if (picture) latest.current(picture);
    };
    const paste = (event: ClipboardEvent) => {
      const { target } = event;
      if (target instanceof Element && target.closest("input, textarea")) return;
      const picture = pictureIn(event.clipboardData);
      if (picture) latest.current(picture);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, [active]);
  return hovers;
}
