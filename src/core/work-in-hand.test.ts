import { expect, test } from "vitest";
import { workInHand } from "./work-in-hand.ts";

test("busy from the first beginning to the last end, however often something is ended", () => {
  const work = workInHand();
  const [one, other] = [work.begin(), work.begin()];
  one();
  one();
  expect(work.isBusy()).toBe(true);
  other();
  expect(work.isBusy()).toBe(false);
});
