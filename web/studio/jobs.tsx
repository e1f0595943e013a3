/** Long work as it goes on: progress by the server's own events, and the report at the end. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Progress } from "../parts/progress.tsx";
import { useMay } from "../session.ts";
import { useAct } from "./page.tsx";
import { cancelJob, type JobView, listJobs, retryJob } from "./questions.ts";
import { agoOf, leftOf, numberOf } from "./words.ts";

/** The latest jobs, kept up to date while the page is open. */
export function useJobs() {
  const queries = useQueryClient();
  useEffect(() => {
    const events = new EventSource("/stream");
    events.addEventListener("job", ({ data }) => {
      const { job }: { job: JobView } = JSON.parse(data);
      queries.setQueryData<JobView[]>(["jobs"], (now = []) =>
        now.some(({ id }) => id === job.id)
          ? now.map((each) => (each.id === job.id ? job : each))
          : [job, ...now],
      );
      if (job.endedAt) queries.invalidateQueries({ queryKey: ["models"] });
    });
    // After a server was away, what happened meanwhile was not said.
    events.addEventListener("open", () => queries.invalidateQueries({ queryKey: ["jobs"] }));
    return () => events.close();
  }, [queries]);
  return useQuery({ queryKey: ["jobs"], queryFn: listJobs });
}

const isOpen = ({ state }: JobView): boolean => state === "waiting" || state === "running";

export function JobRow({ job }: { job: JobView }) {
  const mayAct = useMay("admin");
  const { done, total, created, duplicates, failed, rate, seconds } = job.progress;
  const name = String(job.input.source ?? job.input.embedding ?? job.kind);
  const report = [
    `${numberOf(done)}${total === null ? "" : ` of ${numberOf(total)}`}`,
    created > 0 && `${numberOf(created)} new`,
    duplicates > 0 && `${numberOf(duplicates)} known already`,
    failed > 0 && `${numberOf(failed)} failed`,
    isOpen(job) && rate > 0 && `${rate.toFixed(1)} a second`,
    isOpen(job) && seconds !== null && leftOf(seconds),
    job.endedAt && agoOf(job.endedAt),
  ];
  return (
    <li className="job">
      <div className="job-head">
        <b>{name}</b>
        <span
          className={isOpen(job) ? "state state-on" : job.state === "failed" ? "state state-bad" : "state"}
        >
          {job.state}
        </span>
        <span className="row-acts">{mayAct && <JobAct job={job} />}</span>
      </div>
      {isOpen(job) && <Progress part={total ? done / total : null} label={`Progress of ${name}`} />}
      <p>{report.filter(Boolean).join(" · ")}</p>
      {job.failures.length > 0 && (
        <details>
          <summary>
            <Icon name="down" size={16} />
            {job.failures.length === 1 ? "What failed" : `The ${numberOf(job.failures.length)} that failed`}
          </summary>
          <ul>
            {job.failures.slice(0, 100).map(({ file, sentence, remedy }) => (
              <li key={file}>
                {file}: {sentence} {remedy}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function JobAct({ job }: { job: JobView }) {
  const queries = useQueryClient();
  const act = useAct();
  const again = () => queries.invalidateQueries({ queryKey: ["jobs"] });
  return isOpen(job) ? (
    <Button
      tone="quiet"
      onClick={() => act(() => cancelJob(job.id).then(again), "Stopped; what is done stays")}
    >
      Stop
    </Button>
  ) : (
    <Button tone="quiet" onClick={() => act(() => retryJob(job.id).then(again))}>
      Do again
    </Button>
  );
}
