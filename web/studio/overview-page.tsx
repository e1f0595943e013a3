/** The studio's first page: what the place holds and what is going on, in one look. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listPins, nameOf, sourceOf } from "../api.ts";
import { Picture } from "../parts/picture.tsx";
import { useMay } from "../session.ts";
import { JobRow, useJobs } from "./jobs.tsx";
import { Answer, Figures, Page } from "./page.tsx";
import { countPins, readModels, readRecall } from "./questions.ts";
import { numberOf } from "./words.ts";

export function OverviewPage() {
  const pins = useQuery({ queryKey: ["count"], queryFn: countPins });
  const models = useQuery({ queryKey: ["models"], queryFn: readModels });
  const recall = useQuery({ queryKey: ["recall"], queryFn: readRecall });
  const waiting = models.data?.waiting ?? 0;
  return (
    <Page title="Overview" says="What this place holds, and what is going on in it.">
      <section className="card overview">
        <div>
          <p className="page-soft">Right now</p>
          <p className="overview-verdict">
            {waiting > 0
              ? `${numberOf(waiting)} pictures wait to be looked at; the others are found.`
              : "Every picture has been looked at and can be found."}
          </p>
          <Answer query={models}>
            {(view) => (
              <Figures
                figures={[
                  ["Pictures", pins.data === undefined ? "…" : numberOf(pins.data)],
                  ["Objects in them", numberOf(view.models.find(({ active }) => active)?.objects ?? 0)],
                  ["Recall", recall.data == null ? "exact" : `${(recall.data * 100).toFixed(1)} %`],
                ]}
              />
            )}
          </Answer>
        </div>
        <Newest />
      </section>
      <Running />
    </Page>
  );
}

/** The four newest pictures: what people really see. */
function Newest() {
  const newest = useQuery({ queryKey: ["newest"], queryFn: () => listPins({}, null, 4) });
  return (
    <div>
      <ul className="overview-newest" aria-label="The newest pictures">
        {(newest.data?.items ?? []).map((pin) => (
          <li key={pin.id}>
            <Link to="/pin/$id" params={{ id: pin.id }} search={{}} aria-label={nameOf(pin)}>
              <Picture source={sourceOf(pin)} alt="" shownWidth={92} eager />
            </Link>
          </li>
        ))}
      </ul>
      <p className="page-soft">the newest</p>
    </div>
  );
}

function Running() {
  const may = useMay("member");
  return may ? <RunningJobs /> : null;
}

function RunningJobs() {
  const jobs = useJobs();
  const latest = (jobs.data ?? []).slice(0, 3);
  if (latest.length === 0) return null;
  return (
    <section>
      <h2>Lately</h2>
      <ul>
        {latest.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}
