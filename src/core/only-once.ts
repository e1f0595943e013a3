/** The work is done at the first call; every call gives what came of it. */
export function onlyOnce<T>(work: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}
