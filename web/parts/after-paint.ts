/** For what may come a frame later, so that what was asked for is seen at once. */
import { useEffect, useState } from "react";

/** Runs when the browser has shown what is there now, such as that a click was heard. */
export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

/** False until the browser has shown what is there already. */
export function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let turn = requestAnimationFrame(() => {
      turn = requestAnimationFrame(() => setPainted(true));
    });
    return () => cancelAnimationFrame(turn);
  }, []);
  return painted;
}
