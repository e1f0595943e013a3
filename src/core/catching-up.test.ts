import { expect, test } from "vitest";
import { catchingUp } from "./catching-up.ts";

test("works until nothing is left, once for all who ask at the same time", async () => {
  let left = 5;
  const done: number[] = [];
  const { catchUp } = catchingUp(async () => {
    done.push(left--);
    return left > 0;
  });
  await Promise.all([catchUp(), catchUp()]);
  expect(done).toEqual([5, 4, 3, 2, 1]);
});

test("what is committed while the last portion is in hand is looked at for who asks then", async () => {
  let [committed, seen] = [1, 0];
  const { promise: read, resolve: goOn } = Promise.withResolvers<void>();
  const { catchUp } = catchingUp(async () => {
    const upTo = committed;
    await read;
    seen = upTo;
    return false;
  });
  const first = catchUp();
  committed = 2;
  const second = catchUp();
  goOn();
  await Promise.all([first, second]);
  expect(seen).toBe(2);
});

test("a portion that fails is told to who asked, and tried again by the next", async () => {
  let tries = 0;
  const { catchUp } = catchingUp(async () => {
    if (tries++ === 0) throw new Error("away");
    return false;
  });
  await expect(catchUp()).rejects.toThrow("away");
  await catchUp();
  expect(tries).toBe(2);
});

test("stopping waits for the portion in hand, which hears of it, and nothing begins after", async () => {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  let portions = 0;
  const { catchUp, stop } = catchingUp(async (stopping) => {
    portions++;
    stopping.addEventListener("abort", () => tell());
    await told;
    return true;
  });
  const whole = catchUp();
  await stop();
  await whole;
  await catchUp();
  expect(portions).toBe(1);
});
