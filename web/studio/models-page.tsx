/** Models and index: what looks at pictures, how exact the searches are, building anew beside it, switching. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Progress } from "../parts/progress.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { JobRow, useJobs } from "./jobs.tsx";
import { Answer, Figures, Page, Table, useAct } from "./page.tsx";
import { activateModel, type ModelsView, readModels, readRecall, reindex, rollBack } from "./questions.ts";
import { numberOf } from "./words.ts";

export function ModelsPage() {
  const models = useQuery({ queryKey: ["models"], queryFn: readModels, refetchInterval: 10_000 });
  const jobs = useJobs();
  const queries = useQueryClient();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const again = () =>
    Promise.all(["models", "jobs"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const rebuilding = (jobs.data ?? []).filter(({ kind }) => kind !== "import").slice(0, 3);
  const canGoBack = models.data?.models.some(({ previous }) => previous) ?? false;
  return (
    <Page
      title="Models and index"
      says="Vectors of two models are never compared. Another model is built beside the one in use, and searches switch in one step."
      acts={
        <>
          {canGoBack && (
            <Button onClick={() => act(() => rollBack().then(again), "Rolled back")}>Roll back</Button>
          )}
          <Button tone="main" onClick={() => setAsking(true)}>
            Reindex
          </Button>
        </>
      }
    >
      <Answer query={models}>
        {(view) => (
          <>
            <IndexFigures view={view} />
            {rebuilding.length > 0 && (
              <ul aria-label="Reindexing">
                {rebuilding.map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
              </ul>
            )}
            <section>
              <h2>Versions</h2>
              <ModelTable
                view={view}
                onActivate={(model) => act(() => activateModel(model).then(again), "Switched")}
              />
            </section>
          </>
        )}
      </Answer>
      {asking && (
        <ReindexSheet
          onClose={() => setAsking(false)}
          onReindex={(model) => {
            setAsking(false);
            act(() => reindex(model).then(again), "Looking at every picture again");
          }}
        />
      )}
    </Page>
  );
}

interface ReindexSheetProps {
  /** Undefined: the model in use. */
  onReindex: (model: string | undefined) => void;
  onClose: () => void;
}

function ReindexSheet({ onReindex, onClose }: ReindexSheetProps) {
  return (
    <Sheet title="Look at every picture again" onClose={onClose}>
      <form
        className="form"
        action={(said: FormData) => onReindex(String(said.get("model")).trim() || undefined)}
      >
        <Field
          label="By which model"
          name="model"
          autoComplete="off"
          placeholder="The one in use"
          help="builtin, a folder of the server's machine, or a name on the Hugging Face hub. Searches go on with the one in use until it has seen everything."
        />
        <div className="sheet-acts">
          <Button tone="main" type="submit">
            Begin
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Sheet>
  );
}

function IndexFigures({ view }: { view: ModelsView }) {
  const recall = useQuery({ queryKey: ["recall"], queryFn: readRecall, refetchInterval: 10_000 });
  const pictures = view.models.find(({ active }) => active)?.pictures ?? 0;
  const seen = pictures + view.waiting === 0 ? 1 : pictures / (pictures + view.waiting);
  return (
    <section className="card">
      <Figures
        figures={[
          [
            "Recall",
            recall.data == null ? "exact" : `${(recall.data * 100).toFixed(1)} %`,
            recall.data == null ? (
              "so far every search compared everything"
            ) : (
              <Gauge key="gauge" recall={recall.data} />
            ),
          ],
          ["Vectors", numberOf(view.index.vectors), `${view.index.dimensions} numbers each`],
          [
            "Pictures seen",
            numberOf(pictures),
            view.waiting > 0 ? `${numberOf(view.waiting)} waiting` : "none waiting",
          ],
        ]}
      />
      {view.waiting > 0 && <Progress part={seen} label="Pictures seen" />}
    </section>
  );
}

/** From .9 to 1: below lies nothing one would use. The tick is what the index is built for. */
const gauge = { from: 0.9, meant: 0.97 };

function Gauge({ recall }: { recall: number }) {
  const place = (share: number) => `${(Math.max(0, share - gauge.from) / (1 - gauge.from)) * 100}%`;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> has no place for the tick */}
      <span
        className="gauge"
        role="meter"
        aria-label="Recall"
        aria-valuemin={gauge.from * 100}
        aria-valuemax={100}
        aria-valuenow={Math.round(recall * 1000) / 10}
      >
        <span style={{ inlineSize: place(recall) }} />
        <i style={{ insetInlineStart: place(gauge.meant) }} />
      </span>
      of the exact nearest, lately; the tick is {gauge.meant * 100} %
    </>
  );
}

function ModelTable({ view, onActivate }: { view: ModelsView; onActivate: (model: string) => void }) {
  return (
    <Table
      label="Versions of models"
      rows={view.models}
      keyOf={({ model }) => model}
      columns={[
        { name: "Model", of: ({ model }) => <b>{model}</b> },
        {
          name: "State",
          of: ({ active, previous }) => (
            <span className={active ? "state state-on" : "state"}>
              {active ? "in use" : previous ? "before this one" : "built"}
            </span>
          ),
        },
        { name: "Pictures", figures: true, of: ({ pictures }) => numberOf(pictures) },
        { name: "Objects", figures: true, of: ({ objects }) => numberOf(objects) },
        {
          name: "",
          of: ({ model, active }) =>
            !active && (
              <span className="row-acts">
                <Button tone="quiet" onClick={() => onActivate(model)}>
                  Use this
                </Button>
              </span>
            ),
        },
      ]}
    />
  );
}
