/** One large piece of work in each turn of the event loop: between two of them everybody else is served. */

/** Resolves when it is the caller's turn, in the order of asking. */
export function turns(): () => Promise<void> {
  const waiting: Array<() => void> = [];
  const next = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
