import { expect, test } from "vitest";
import { killServers } from "../bench/event-log/kills.ts";

test("a server killed with -9 five times while many send has every acknowledged event once", async () => {
  const outcome = await killServers(5);
  expect(outcome).toMatchObject({ lost: 0, twice: 0, damaged: [], kept: outcome.acknowledged });
  expect(outcome.acknowledged).toBeGreaterThan(1000);
  expect(outcome.sentAgain).toBeGreaterThan(0);
}, 120_000);
