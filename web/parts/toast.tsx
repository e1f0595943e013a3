/**
 * Short words at the foot of the page, with a way back where an act can be undone. A toast stays while someone points at
 * it or is in it; ⌘ Z or Ctrl Z undoes as its button does.
 */
import {
  createContext,
  type FocusEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { Button } from "./button.tsx";
import "./toast.css";

interface Toast {
  readonly words: string;
  readonly undo?: () => void;
  /** One more thing to do about it, such as choosing another board. */
  readonly more?: { readonly words: string; readonly act: () => void };
  /** Done when the toast goes and was not undone: for an act that could not be taken back afterwards. */
  readonly after?: () => void;
}

const Say = createContext<(toast: Toast) => void>(() => {});

/** Milliseconds a toast stays; long enough to read it and to reach undo. */
const stay = 7000;

function useTurn() {
  const [toast, setToast] = useState<Toast | null>(null);
  const shown = useRef<Toast | null>(null);
  const timer = useRef(0);
  const take = useCallback((): Toast | null => {
    clearTimeout(timer.current);
    const gone = shown.current;
    shown.current = null;
    setToast(null);
    return gone;
  }, []);
  const end = useCallback(() => take()?.after?.(), [take]);
  const wait = useCallback(() => {
    timer.current = window.setTimeout(end, stay);
  }, [end]);
  const hold = useCallback(() => clearTimeout(timer.current), []);
  const undo = useCallback(() => {
    if (shown.current?.undo) take()?.undo?.();
  }, [take]);
  const say = useCallback(
    (next: Toast) => {
      end();
      shown.current = next;
      setToast(next);
      wait();
    },
    [end, wait],
  );
  return { toast, shown, say, end, undo, hold, wait };
}

export function Toasts({ children }: { children: ReactNode }) {
  const { toast, shown, say, end, undo, hold, wait } = useTurn();
  const from = useRef<Element | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const chord = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
      const writes = event.target instanceof Element && event.target.closest("input, textarea");
      if (!chord || writes || !shown.current?.undo) return;
      event.preventDefault();
      undo();
    };
    addEventListener("keydown", press);
    // Who leaves the page has not undone it.
    addEventListener("pagehide", end);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("pagehide", end);
    };
  }, [shown, undo, end]);
  const leave = (act: () => void) => {
    act();
    if (from.current instanceof HTMLElement) from.current.focus();
  };
  const enter = (event: FocusEvent) => {
    hold();
    if (!event.currentTarget.contains(event.relatedTarget)) from.current = event.relatedTarget;
  };
  return (
    <Say value={say}>
      {children}
      <div className="toasts" role="status">
        {toast && (
          // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while someone is near
          <div className="toast" onPointerEnter={hold} onPointerLeave={wait} onFocus={enter} onBlur={wait}>
            <span>{toast.words}</span>
            {toast.more && (
              <Button
                tone="quiet"
                onClick={() =>
                  leave(() => {
                    end();
                    toast.more?.act();
                  })
                }
              >
                {toast.more.words}
              </Button>
            )}
            {toast.undo && (
              <Button tone="quiet" onClick={() => leave(undo)}>
                Undo
              </Button>
            )}
          </div>
        )}
      </div>
    </Say>
  );
}

export function useToast(): (toast: Toast) => void {
  return useContext(Say);
}
