/** Work on many things, a few at once, answers in the order of the things. The first failure ends it. */
export async function forEachAtOnce<T, R>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const answers = new Array<R>(things.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < things.length) {
      const place = next++;
      answers[place] = await work(things[place]);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, worker));
  return answers;
}
