/** Short words at the foot of the page, with a way back where an act can be undone. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { Button } from "./button.tsx";
import "./toast.css";

interface Toast {
  readonly words: string;
  readonly undo?: () => void;
  /** One more thing to do about it, such as choosing another board. */
  readonly more?: { readonly words: string; readonly act: () => void };
}

const Say = createContext<(toast: Toast) => void>(() => {});

/** Milliseconds a toast stays; long enough to read it and to reach undo. */
const stay = 7000;

export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const timer = useRef(0);
  const say = useCallback((next: Toast) => {
    clearTimeout(timer.current);
    setToast(next);
    timer.current = window.setTimeout(() => setToast(null), stay);
  }, []);
  const undo = useMemo(() => toast?.undo, [toast]);
  return (
    <Say value={say}>
      {children}
      <div className="toasts" role="status">
        {toast && (
          <div className="toast">
            <span>{toast.words}</span>
            {toast.more && (
              <Button
                tone="quiet"
                onClick={() => {
                  setToast(null);
                  toast.more?.act();
                }}
              >
                {toast.more.words}
              </Button>
            )}
            {undo && (
              <Button
                tone="quiet"
                onClick={() => {
                  undo();
                  setToast(null);
                }}
              >
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
