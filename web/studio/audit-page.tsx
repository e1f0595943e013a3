/** The trail: who changed what, the latest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { Answer, Page, Table } from "./page.tsx";
import { listAudit } from "./questions.ts";
import { agoOf } from "./words.ts";

export function AuditPage() {
  const trail = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) => listAudit(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    staleTime: 0,
  });
  return (
    <Page title="Audit" says="Every change of people, keys, settings and models, with who made it.">
      <Answer query={trail}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }, page) =>
            items.map((item, row) => ({ ...item, key: `${page} ${row}` })),
          );
          if (rows.length === 0) return <p className="page-soft">Nothing has been changed yet.</p>;
          return (
            <Table
              label="Changes, the latest first"
              rows={rows}
              keyOf={({ key }) => key}
              columns={[
                { name: "What", of: ({ what }) => <b>{what}</b> },
                { name: "Who", of: ({ name, who }) => name || who },
                {
                  name: "Of",
                  of: ({ subject, detail }) => (
                    <>
                      {subject}
                      {detail && <small>{detail}</small>}
                    </>
                  ),
                },
                {
                  name: "When",
                  figures: true,
                  of: ({ at }) => <span className="page-soft">{agoOf(at)}</span>,
                },
              ]}
            />
          );
        }}
      </Answer>
      {trail.hasNextPage && (
        <div className="page-acts">
          <Button onClick={() => trail.fetchNextPage()}>Earlier</Button>
        </div>
      )}
    </Page>
  );
}
