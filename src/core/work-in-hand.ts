/** Work that others should leave room for, such as an import: who does it marks it, who can wait asks. */
export interface WorkInHand {
  /** Returns what ends it; ending twice is ending once. */
  begin(): () => void;
  isBusy(): boolean;
}

export function workInHand(): WorkInHand {
  const going = new Set<symbol>();
  return {
    begin: () => {
      const one = Symbol();
      going.add(one);
      return () => void going.delete(one);
    },
    isBusy: () => going.size > 0,
  };
}
