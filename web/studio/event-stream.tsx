/** Events as they are kept, the newest first: filtered, paused, and opened whole. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Answer, Table } from "./page.tsx";
import { type EventFilter, type LoggedEvent, latestEvents, served } from "./questions.ts";

const most = 200;
const fields = [
  ["type", "Type"],
  ["surface", "Surface"],
  ["person", "Person or visitor"],
] as const;

const fits = (event: LoggedEvent, { type, surface, person }: EventFilter): boolean =>
  (type ? event.type === type : event.type !== served) &&
  (!surface || event.surface === surface) &&
  (!person || event.person === person || event.visitor === person);

/** What came since the page was opened, the newest first; while paused it is kept aside. */
function useStream(paused: boolean, lists: boolean): readonly LoggedEvent[] {
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  useEffect(() => {
    if (paused) return;
    const stream = new EventSource("/events/stream");
    stream.addEventListener("event", ({ data }) => {
      const event: LoggedEvent = JSON.parse(data);
      if (!lists && event.type === served) return;
      setEvents((now) => [event, ...now].slice(0, most));
    });
    return () => stream.close();
  }, [paused, lists]);
  return events;
}

export function EventStream() {
  const [filter, setFilter] = useState<EventFilter>({});
  const [paused, setPaused] = useState(false);
  const [open, setOpen] = useState<LoggedEvent | null>(null);
  const before = useQuery({
    queryKey: ["events", "latest", filter],
    queryFn: () => latestEvents(filter),
    staleTime: 0,
  });
  const fresh = useStream(paused, filter.type === served);
  return (
    <section>
      <form className="event-filter" onSubmit={(event) => event.preventDefault()}>
        {fields.map(([name, label]) => (
          <Field
            key={name}
            label={label}
            name={name}
            autoComplete="off"
            value={filter[name] ?? ""}
            onChange={({ target }) => setFilter({ ...filter, [name]: target.value.trim() })}
          />
        ))}
        <Button aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? "Go on" : "Pause"}
        </Button>
      </form>
      <Answer query={before}>
        {(known) => {
          const all = [...fresh.filter((event) => fits(event, filter)), ...known];
          const rows = [...new Map(all.map((event) => [event.id, event])).values()].slice(0, most);
          if (rows.length === 0) {
            return (
              <EmptyState
                icon="chart"
                title="No event yet"
                words="Open the wall in another window and look at some pictures: they appear here as they happen."
              />
            );
          }
          return (
            <Table
              label={paused ? "Events, paused" : "Events, the newest first"}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: "Type",
                  of: (event) => (
                    <button type="button" className="event-open" onClick={() => setOpen(event)}>
                      {event.type}
                    </button>
                  ),
                },
                { name: "Surface", of: ({ surface }) => surface ?? "" },
                { name: "Who", of: ({ person, visitor }) => shortened(person ?? visitor) },
                { name: "Pin", of: ({ pin }) => shortened(pin) },
                { name: "Place", figures: true, of: ({ position }) => position ?? "" },
                {
                  name: "Time",
                  figures: true,
                  of: ({ time }) => <span className="page-soft">{clockOf(time)}</span>,
                },
              ]}
            />
          );
        }}
      </Answer>
      {open && (
        <Sheet title={open.type} onClose={() => setOpen(null)}>
          <dl className="event-whole">
            {Object.entries(open).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>
              </div>
            ))}
          </dl>
        </Sheet>
      )}
    </section>
  );
}

const shortened = (id: string | undefined): string =>
  id === undefined ? "" : id.length > 12 ? `${id.slice(0, 12)}…` : id;

const clockOf = (time: string): string =>
  new Date(time).toLocaleString(undefined, { dateStyle: "short", timeStyle: "medium" });
