/** Storage: what the data folder holds, what the disk has left, and copies of the state. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { Answer, Figures, Page, Table, useAct } from "./page.tsx";
import { listBackups, makeBackup, readStorage, type StorageView } from "./questions.ts";
import { agoOf, bytesOf, numberOf } from "./words.ts";

export function StoragePage() {
  const storage = useQuery({ queryKey: ["storage"], queryFn: readStorage });
  const backups = useQuery({ queryKey: ["backups"], queryFn: listBackups });
  const queries = useQueryClient();
  const act = useAct();
  const backUp = async () => {
    await makeBackup();
    await queries.invalidateQueries({ queryKey: ["backups"] });
  };
  return (
    <Page
      title="Storage"
      says="Originals and the state are what must be kept; everything else can be made again from them."
      acts={
        <Button tone="main" onClick={() => act(backUp, "Backed up")}>
          Back up now
        </Button>
      }
    >
      <Answer query={storage}>{(view) => <Disk view={view} />}</Answer>
      <section>
        <h2>Backups</h2>
        <Answer query={backups}>
          {(all) =>
            all.length === 0 ? (
              <p className="page-soft">
                None yet. A backup is one file in the data folder; copy it to another disk.
              </p>
            ) : (
              <Table
                label="Backups"
                rows={all}
                keyOf={({ name }) => name}
                columns={[
                  { name: "File", of: ({ name }) => <b>{name}</b> },
                  {
                    name: "Made",
                    of: ({ createdAt }) => <span className="page-soft">{agoOf(createdAt)}</span>,
                  },
                  { name: "Size", figures: true, of: ({ bytes }) => bytesOf(bytes) },
                ]}
              />
            )
          }
        </Answer>
      </section>
    </Page>
  );
}

function Disk({ view }: { view: StorageView }) {
  const used = view.kinds.reduce((sum, { bytes }) => sum + bytes, 0);
  const room = used + view.free;
  return (
    <>
      <section className="card form">
        <Figures
          figures={[
            [
              "In the data folder",
              bytesOf(used),
              `${numberOf(view.kinds.reduce((sum, { files }) => sum + files, 0))} files`,
            ],
            ["Free on the disk", bytesOf(view.free), `of ${bytesOf(view.size)}`],
          ]}
        />
        <div className="bar" aria-hidden="true">
          {view.kinds.map(({ kind, bytes }, index) => (
            <span key={kind} style={{ inlineSize: `${(bytes / room) * 100}%`, opacity: 1 - index * 0.15 }} />
          ))}
        </div>
      </section>
      <Table
        label="What the data folder holds"
        rows={view.kinds}
        keyOf={({ kind }) => kind}
        columns={[
          { name: "Kind", of: ({ kind }) => <b>{kind}</b> },
          { name: "Files", figures: true, of: ({ files }) => numberOf(files) },
          { name: "Size", figures: true, of: ({ bytes }) => bytesOf(bytes) },
        ]}
      />
    </>
  );
}
