/** Thumbnails are made several at a time, whenever they are asked for, and what goes wrong is told. */
import { expect, test } from "vitest";
import { BowerbirdError } from "../core/errors.ts";
import { workInHand } from "../core/work-in-hand.ts";
import { thumbnailer } from "./thumbnails.ts";

function made(until: () => Promise<void> = async () => {}, put: () => Promise<void> = async () => {}) {
  const counts = { now: 0, most: 0, all: 0 };
  const inHand = workInHand();
  const blobs = { path: async (id: string) => id, derivativePath: async () => null, putDerivative: put };
  const thumbnails = async (): Promise<readonly Uint8Array[]> => {
    counts.now++;
    counts.most = Math.max(counts.most, counts.now);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    counts.now--;
    counts.all++;
    return [new Uint8Array(), new Uint8Array(), new Uint8Array()];
  };
  return { maker: thumbnailer({ blobs, studio: { thumbnails }, until, inHand }, 3), counts, inHand };
}

test("those that come one by one while something else comes first are then made three at a time", async () => {
  const first = Promise.withResolvers<void>();
  const { maker, counts, inHand } = made(() => first.promise);
  for (let i = 0; i < 12; i++) maker.add({ blob: `blob ${i}` });
  expect(inHand.isBusy()).toBe(true);
  expect(counts.all).toBe(0);
  first.resolve();
  await maker.settled();
  expect(counts).toEqual({ now: 0, most: 3, all: 12 });
  expect(inHand.isBusy()).toBe(false);
});

test("a full disk is told once, by whoever waits", async () => {
  const full = async (): Promise<void> => {
    throw new BowerbirdError("DISK_FULL", { path: "blobs" });
  };
  const { maker } = made(async () => {}, full);
  maker.add({ blob: "blob" });
  await expect(maker.settled()).rejects.toMatchObject({ code: "DISK_FULL" });
  await maker.settled();
});
