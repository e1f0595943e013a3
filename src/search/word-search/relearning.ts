/** What is learnt from the log is learnt again and again: a minute after the start and every ten minutes. */

const firstLook = 60_000;
const lookAgain = 600_000;

/** A log that cannot be read leaves what is known as it was. @returns what stops it */
export function relearning(look: () => Promise<void>): () => void {
  const quietly = (): void => void look().catch(() => {});
  const first = setTimeout(quietly, firstLook).unref();
  const again = setInterval(quietly, lookAgain).unref();
  return () => {
    clearTimeout(first);
    clearInterval(again);
  };
}
