/** The event log for the analyst: live, by type and day, what came late or was refused, and what each column means. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Chips } from "../parts/chips.tsx";
import { EventStream } from "./event-stream.tsx";
import { EventVolume } from "./event-volume.tsx";
import { Answer, Figures, Page, Table } from "./page.tsx";
import { eventCounts, eventDictionary, lateEvents, rejectedEvents } from "./questions.ts";
import { agoOf, numberOf } from "./words.ts";
import "./events-page.css";

const views = [
  ["live", "Live"],
  ["late", "Late and refused"],
  ["dictionary", "Dictionary"],
  ["sql", "SQL"],
] as const;
type View = (typeof views)[number][0];

export function EventsPage() {
  const [view, setView] = useState<View>("live");
  const counts = useQuery({ queryKey: ["events", "counts"], queryFn: eventCounts, refetchInterval: 30_000 });
  return (
    <Page
      title="Events"
      says="Everything that was shown and done, in one log: each row is the report's, the experiment's and the model's at once."
    >
      <Answer query={counts}>
        {({ items, total, files }) => (
          <>
            <Figures
              figures={[
                ["Events", numberOf(total)],
                ["From bots", numberOf(items.reduce((sum, { bots }) => sum + bots, 0))],
                ["Late", numberOf(items.reduce((sum, { late }) => sum + late, 0))],
                ["Parquet", `${(files.bytes / 1e6).toFixed(1)} MB`, `${numberOf(files.parts)} files`],
              ]}
            />
            {items.length > 0 && <EventVolume counts={items} />}
          </>
        )}
      </Answer>
      <Chips
        tabs
        label="What of the log"
        chips={views.map(([key, text]) => ({ key, text, on: key === view }))}
        onToggle={({ key }) => setView(views.find(([each]) => each === key)?.[0] ?? "live")}
      />
      {view === "live" && <EventStream />}
      {view === "late" && <LateAndRefused />}
      {view === "dictionary" && <Dictionary />}
      {view === "sql" && <Sql />}
    </Page>
  );
}

function LateAndRefused() {
  const refused = useQuery({ queryKey: ["events", "rejected"], queryFn: rejectedEvents, staleTime: 0 });
  const late = useQuery({ queryKey: ["events", "late"], queryFn: lateEvents, staleTime: 0 });
  return (
    <>
      <section>
        <h2>Refused since the server started</h2>
        <Answer query={refused}>
          {({ latest, unwritten }) => (
            <>
              {unwritten > 0 && (
                <p className="page-soft">{numberOf(unwritten)} served lists could not be written.</p>
              )}
              {latest.length === 0 ? (
                <p className="page-soft">Nothing was refused.</p>
              ) : (
                <Table
                  label="Refused events, the latest first"
                  rows={latest.map((row, place) => ({ ...row, key: String(place) }))}
                  keyOf={({ key }) => key}
                  columns={[
                    {
                      name: "Why",
                      of: ({ code, sentence, remedy }) => (
                        <>
                          <b>{code}</b>
                          <small>
                            {sentence}. {remedy}
                          </small>
                        </>
                      ),
                    },
                    { name: "Event", of: ({ event }) => <code className="event-text">{event || "–"}</code> },
                    { name: "When", figures: true, of: ({ at }) => agoOf(at) },
                  ]}
                />
              )}
            </>
          )}
        </Answer>
      </section>
      <section>
        <h2>Late</h2>
        <p className="page-soft">Received long after they happened; each lies in the day it happened.</p>
        <Answer query={late}>
          {(events) =>
            events.length === 0 ? (
              <p className="page-soft">Nothing came late.</p>
            ) : (
              <Table
                label="Late events, the newest first"
                rows={events}
                keyOf={({ id }) => String(id)}
                columns={[
                  { name: "Type", of: ({ type }) => <b>{String(type)}</b> },
                  { name: "Happened", of: ({ time }) => agoOf(String(time)) },
                  { name: "Received", of: ({ received }) => agoOf(String(received)) },
                  { name: "Who", of: ({ person, visitor }) => String(person ?? visitor ?? "nobody named") },
                ]}
              />
            )
          }
        </Answer>
      </section>
    </>
  );
}

function Dictionary() {
  const dictionary = useQuery({ queryKey: ["events", "dictionary"], queryFn: eventDictionary });
  return (
    <Answer query={dictionary}>
      {({ columns, types, views: tables }) => (
        <>
          <Meanings title="Types" rows={types} />
          <section>
            <h2>Columns</h2>
            <Table
              label="Columns"
              rows={columns}
              keyOf={({ name }) => name}
              columns={[
                { name: "Column", of: ({ name }) => <code>{name}</code> },
                { name: "Type", of: ({ type }) => type.toLowerCase() },
                { name: "Filled by", of: ({ from }) => from },
                { name: "Meaning", of: ({ meaning }) => meaning },
              ]}
            />
          </section>
          <Meanings title="Views" rows={tables} />
        </>
      )}
    </Answer>
  );
}

function Meanings({
  title,
  rows,
}: {
  title: string;
  rows: ReadonlyArray<{ name: string; meaning: string }>;
}) {
  return (
    <section>
      <h2>{title}</h2>
      <Table
        label={title}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { name: "Name", of: ({ name }) => <code>{name}</code> },
          { name: "Meaning", of: ({ meaning }) => meaning },
        ]}
      />
    </section>
  );
}

/** Starting points; the whole of SQL is behind `POST /events/query`. */
const questions = [
  ["Events by day and type", "select day, type, count(*) from events group by all order by all"],
  ["People by arm", "select experiment, arm, count(distinct subject) from exposures group by all"],
  ["Saves by what showed the pin", "select source, count(*) from save_attribution group by all"],
] as const;

function Sql() {
  return (
    <section>
      <h2>Ask in SQL</h2>
      <p className="page-soft">
        One SELECT over the views of the dictionary, by <code>POST /events/query</code>, with an analyst's
        key. The same rows lie as Parquet by day for pandas, Spark and DuckDB:{" "}
        <code>bowerbird events export</code>.{" "}
        <a className="event-link" href="/reference#tag/events">
          The reference
        </a>{" "}
        says how.
      </p>
      <dl className="event-questions">
        {questions.map(([name, sql]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{sql}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
