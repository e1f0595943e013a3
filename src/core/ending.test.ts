import { expect, test } from "vitest";
import { endAll } from "./ending.ts";

test("every step is taken in its order, and the first failure is thrown at the end", async () => {
  const taken: number[] = [];
  const failing = (step: number) => async () => {
    taken.push(step);
    throw new Error(`step ${step}`);
  };
  const ended = endAll(
    () => taken.push(1),
    failing(2),
    failing(3),
    async () => taken.push(4),
  );
  await expect(ended).rejects.toThrow("step 2");
  expect(taken).toEqual([1, 2, 3, 4]);
});
