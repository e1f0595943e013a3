import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualClock } from "../core/clock.ts";
import type { Failure, Job } from "../core/nouns.ts";
import { openState, type State } from "../io/sqlite/state.ts";
import type { FollowFolder } from "./follow.ts";
import { importJobs } from "./import-jobs.ts";
import type { Importer } from "./ingest.ts";

let folder: string;
let state: State;
let told: Job[];
const clock = manualClock(1_000_000);
const report = { done: 1, total: 1, created: 1, duplicates: 0, failed: 0, rate: 1, seconds: 0 };
const failure: Failure = { file: "bad.jpg", code: "PICTURE_UNREADABLE", sentence: "s", remedy: "r" };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-jobs-"));
  state = openState(join(folder, "state.sqlite"), clock, 1);
  told = [];
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const jobsOver = (importFrom: Importer["importFrom"], follow: FollowFolder = nothingToFollow) => {
  const importItems: Importer["importItems"] = async ({ items }) => {
    let done = 0;
    for await (const _ of items) done++;
    return { ...report, done, created: done, failures: [], cancelled: false };
  };
  const ports = { jobs: state.jobs, importer: { importFrom, importItems }, follow, clock };
  return importJobs(ports, "server", (job) => told.push(job));
};
const nothingToFollow: FollowFolder = () => ({ ready: Promise.resolve(), found: (async function* () {})() });
/** An import that goes on until it is stopped. */
const endless: Importer["importFrom"] = async (_, { signal }, onProgress) => {
  onProgress?.({ ...report, total: null });
  await new Promise((resolve) => signal?.addEventListener("abort", resolve));
  return { ...report, failures: [], cancelled: true };
};
const ended = async (id: string): Promise<Job> => {
  let job = await state.jobs.read(id);
  while (job && job.endedAt === null) {
    await new Promise(setImmediate);
    job = await state.jobs.read(id);
  }
  if (!job) throw new Error("the job is gone");
  return job;
};

test("an import is a job that ends with its report, and is told from start to end", async () => {
  const jobs = jobsOver(async (_source, { onFailure }) => {
    onFailure?.(failure);
    return { ...report, failed: 1, failures: [failure], cancelled: false };
  });
  const { id } = await jobs.ask("/pictures", { owner: "me", board: "Home" });
  await jobs.work();
  expect(await ended(id)).toMatchObject({
    state: "done",
    input: { source: "/pictures", board: "Home" },
    progress: { done: 1, failed: 1 },
    failures: [failure],
  });
  expect(told.map((job) => job.state)).toEqual(["waiting", "done"]);
});

test("a running job is stopped, a waiting one never starts, one that has ended stays as it is", async () => {
  const jobs = jobsOver(endless);
  const [running, waiting] = [await jobs.ask("a", { owner: "me" }), await jobs.ask("b", { owner: "me" })];
  await jobs.cancel(waiting.id);
  while ((await state.jobs.read(running.id))?.state !== "running") await new Promise(setImmediate);
  await jobs.cancel(running.id);
  expect((await ended(running.id)).state).toBe("cancelled");
  await jobs.work();
  expect(await state.jobs.read(waiting.id)).toMatchObject({ state: "cancelled", startedAt: null });
  expect(await jobs.cancel(running.id)).toMatchObject({ state: "cancelled" });
  await expect(jobs.cancel("none")).rejects.toMatchObject({ code: "JOB_NOT_FOUND" });
});

test("once more is a new job with the same question", async () => {
  const sources: string[] = [];
  const jobs = jobsOver(async (source) => {
    sources.push(source);
    if (sources.length === 1) throw new Error("the disk was away");
    return { ...report, failures: [], cancelled: false };
  });
  const first = await jobs.ask("a", { owner: "me", board: "Home" });
  expect(await ended(first.id)).toMatchObject({ state: "failed", failures: [{ code: "INTERNAL" }] });
  const second = await jobs.retry(first.id, "you");
  expect(await ended(second.id)).toMatchObject({ state: "done", createdBy: "you", input: { board: "Home" } });
  expect(sources).toEqual(["a", "a"]);
});

test("what a server left running when it was killed goes on at its next start", async () => {
  const left = await state.jobs.create("import", { source: "a" }, "me");
  await state.jobs.lease("import", "server", 60_000);
  await jobsOver(async () => ({ ...report, failures: [], cancelled: false })).work();
  expect((await ended(left.id)).state).toBe("done");
});

test("a followed folder holds up no other import, adds up what comes, and goes on after a restart", async () => {
  const done: Importer["importFrom"] = async () => ({ ...report, failures: [], cancelled: false });
  const follow: FollowFolder = (_, signal) => ({
    ready: Promise.resolve(),
    found: (async function* () {
      yield [{ failure }, { failure }];
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    })(),
  });
  const before = jobsOver(done, follow);
  const followed = await before.ask("/pictures", { owner: "me", watch: true });
  const other = await before.ask("/more", { owner: "me" });
  expect((await ended(other.id)).state).toBe("done");
  await before.stop();
  expect((await state.jobs.read(followed.id))?.state).toBe("running");

  const after = jobsOver(done, follow);
  await after.work();
  const stopped = await after.cancel(followed.id);
  expect(stopped).toMatchObject({ state: "cancelled", progress: { done: 3, created: 3, failed: 0 } });
});
