/**
 * Taking someone or something away with a moment to think: the row goes at once, the act itself follows when its toast
 * has gone without an undo, or the page is left.
 */
import { useState } from "react";
import { useToast } from "../parts/toast.tsx";
import { useAct } from "./page.tsx";

interface Leaver {
  readonly id: string;
  readonly name: string;
}

interface Leaving {
  /** "removed" in "Ada was removed". */
  readonly done: string;
  readonly act: (id: string) => Promise<unknown>;
  /** Reads the list anew. */
  readonly again: () => Promise<unknown>;
}

export function useLeaving({ done, act, again }: Leaving) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const say = useToast();
  const run = useAct();
  const back = (id: string) => setGone((now) => new Set([...now].filter((each) => each !== id)));
  const leave = ({ id, name }: Leaver) => {
    setGone((now) => new Set(now).add(id));
    const finish = () => run(() => act(id).then(again), `${name} was ${done}`).then(() => back(id));
    say({ words: `${name} is being ${done}`, undo: () => back(id), after: () => void finish() });
  };
  return { gone, leave };
}
