/** Waiting for a server's job. */
import { setTimeout as pause } from "node:timers/promises";
import type { Progress } from "../core/nouns.ts";
import { type Client, ClientError } from "../http/client.ts";
import type { JobView } from "../http/contract/jobs.ts";

/** @throws ClientError with what ended the job, when it failed as a whole */
export async function endOfJob(
  client: Client,
  started: JobView,
  show: (progress: Progress) => void,
): Promise<JobView> {
  let job = started;
  while (job.endedAt === null) {
    await pause(300);
    job = await client.jobs.read({ params: { id: job.id } });
    show(job.progress);
  }
  // What ended the job, not only one of its pictures.
  const ending = job.failures.at(-1);
  if (job.state === "failed" && ending) {
    const { code, sentence, remedy } = ending;
    throw new ClientError({ code, status: 500, detail: sentence, remedy, instance: job.id });
  }
  return job;
}
