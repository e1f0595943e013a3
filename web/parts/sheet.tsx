/**
 * A sheet over the page, on the browser's own <dialog>: focus stays within, escape and the shade close it. It hangs on the
 * page itself, so that nothing of where it was opened (a tile, a toolbar) shows in it.
 */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { IconButton } from "./button.tsx";
import "./sheet.css";

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    const before = document.activeElement;
    element.showModal();
    // Only a dialog that closes itself gives the focus back; one that is taken out of the page does not. Whoever has
    // gone on to a field meanwhile stays there.
    return () => {
      const lost = document.activeElement === document.body;
      if (!element.isConnected && lost && before instanceof HTMLElement)
        before.focus({ preventScroll: true });
    };
  }, []);
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: a dialog closes by escape without our help
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={heading}
      onCancel={(event) => {
        // At once: the event that follows the browser's own closing comes later, and a key pressed in between is lost.
        if (event.target !== event.currentTarget || !event.cancelable) return;
        event.preventDefault();
        onClose();
      }}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="sheet-inside">
        <div className="sheet-head">
          <h2 id={heading}>{title}</h2>
          <IconButton icon="close" name="Close" onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}
