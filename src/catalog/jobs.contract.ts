/** What every JobStore keeps, whatever it is made of. */
import { beforeEach, describe, expect, test } from "vitest";
import type { JobStore } from "../core/ports.ts";

const failure = { file: "a", code: "PICTURE_UNREADABLE", sentence: "s", remedy: "r" };

/** @param open a fresh store whose time moves only when told. */
export function jobStoreContract(
  name: string,
  open: () => { jobs: JobStore; advance: (milliseconds: number) => void },
): void {
  describe(`${name} as a job store`, () => {
    let jobs: JobStore;
    let advance: (milliseconds: number) => void;
    beforeEach(() => {
      ({ jobs, advance } = open());
    });

    test("a job is leased by one worker and taken up again when its heartbeat stops", async () => {
      const job = await jobs.create("import", { source: "x" }, "me");
      expect((await jobs.lease("import", "one", 1000))?.id).toBe(job.id);
      expect(await jobs.lease("import", "two", 1000)).toBeNull();
      await jobs.beat(job.id, "one", 5000, { ...job.progress, done: 3 });
      advance(4000);
      expect(await jobs.lease("import", "two", 1000)).toBeNull();
      advance(2000);
      expect((await jobs.lease("import", "two", 1000))?.progress.done).toBe(3);
      await jobs.beat(job.id, "one", 5000, { ...job.progress, done: 9 });
      expect((await jobs.read(job.id))?.progress.done).toBe(3);
      await jobs.fail(job.id, [failure]);
      await jobs.end(job.id, "done", job.progress);
      expect(await jobs.read(job.id)).toMatchObject({ state: "done", failures: [failure] });
      expect(await jobs.lease("import", "two", 1000)).toBeNull();
    });

    test("what a worker left when it died is its own again at once, and its failures begin anew", async () => {
      const job = await jobs.create("import", {}, "me");
      await jobs.lease("import", "server", 60_000);
      await jobs.fail(job.id, [failure]);
      expect(await jobs.lease("import", "server", 60_000, [job.id])).toBeNull();
      expect(await jobs.lease("import", "server", 60_000)).toMatchObject({ id: job.id, failures: [] });
    });

    test("waiting jobs are leased by kind, the oldest first", async () => {
      const first = await jobs.create("import", {}, "me");
      advance(1);
      await jobs.create("reindex", {}, "me");
      advance(1);
      const second = await jobs.create("import", {}, "me");
      expect((await jobs.lease("import", "w", 1000))?.id).toBe(first.id);
      await jobs.end(first.id, "cancelled", first.progress);
      expect((await jobs.lease("import", "w", 1000))?.id).toBe(second.id);
    });

    test("lists the latest first, by kind and state", async () => {
      const first = await jobs.create("import", {}, "me");
      advance(1);
      const second = await jobs.create("reindex", {}, "me");
      await jobs.end(first.id, "failed", first.progress);
      const ids = async (query: Parameters<JobStore["list"]>[0]) =>
        (await jobs.list(query)).map(({ id }) => id);
      expect(await ids({ limit: 5 })).toEqual([second.id, first.id]);
      expect(await ids({ limit: 1 })).toEqual([second.id]);
      expect(await ids({ limit: 5, kind: "import" })).toEqual([first.id]);
      expect(await ids({ limit: 5, state: "failed" })).toEqual([first.id]);
      expect(await ids({ limit: 5, kind: "import", state: "waiting" })).toEqual([]);
    });

    test("a job that is not there is JOB_NOT_FOUND", async () => {
      const refused = expect.objectContaining({ code: "JOB_NOT_FOUND" });
      expect(await jobs.read("none")).toBeNull();
      await expect(jobs.fail("none", [failure])).rejects.toEqual(refused);
    });
  });
}
