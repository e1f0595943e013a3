/** Imports: begun from a folder, archive, manifest or address of the server's machine; followed to their report. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Field } from "../parts/field.tsx";
import { useMay } from "../session.ts";
import { JobRow, useJobs } from "./jobs.tsx";
import { Answer, Page, useAct } from "./page.tsx";
import { startImport } from "./questions.ts";

export function ImportsPage() {
  const jobs = useJobs();
  const queries = useQueryClient();
  const act = useAct();
  const admin = useMay("admin");
  const begin = (form: FormData) =>
    act(async () => {
      await startImport(String(form.get("source")), String(form.get("board") ?? "").trim());
      await queries.invalidateQueries({ queryKey: ["jobs"] });
    });
  return (
    <Page
      title="Imports"
      says="Pictures come in beside the searches and are found as soon as each has been looked at. What is known already is passed over."
    >
      {admin && (
        <form
          className="form-line"
          onSubmit={(event) => {
            event.preventDefault();
            begin(new FormData(event.currentTarget));
          }}
        >
          <Field
            label="From the server's machine, or an address"
            name="source"
            required
            placeholder="/srv/pictures, catalogue.csv, https://…"
          />
          <Field label="Board" name="board" placeholder="None" />
          <Button tone="main" type="submit">
            Import
          </Button>
        </form>
      )}
      <Answer query={jobs}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon="upload"
              title="Nothing imported here yet"
              words="Each import leaves its report in this place."
            />
          ) : (
            <ul aria-label="Jobs, the latest first">
              {all.map((job) => (
                <JobRow key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  );
}
