/**
 * Ends things in their order. One that fails does not keep the next from being ended: a disk that is full must not leave
 * files open or a folder locked. @throws the first failure, once everything has been tried
 */
export async function endAll(...steps: ReadonlyArray<() => unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}
