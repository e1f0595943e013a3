/**
 * The columns of the event table: one name everywhere, in HTTP, in SQL and in Parquet. The store's schema, the
 * validator and the data dictionary (`docs/events.md`, `GET /events/dictionary`) are made from this list.
 */
import type { EventRow } from "./event-log.ts";

/** What a value of a column looks like when it arrives. */
export type ColumnKind =
  | "id"
  | "word"
  | "text"
  | "time"
  | "whole"
  | "number"
  | "probability"
  | "truth"
  | "consent"
  | "scores"
  | "anything";

/** Who fills a column: the sender of the event, or Bowerbird when it arrives. */
type Filler = "sender" | "bowerbird";

export interface EventColumn {
  readonly name: keyof EventRow;
  readonly sql: string;
  readonly kind: ColumnKind;
  readonly from: Filler;
  readonly meaning: string;
}

const column = (name: keyof EventRow, sql: string, kind: ColumnKind, from: Filler, meaning: string) => ({
  ...{ name, sql, kind, from, meaning },
});

export const eventColumns: readonly EventColumn[] = [
  // The first, because counting rows reads the first column, and this one is in the names of the files.
  column("day", "DATE", "time", "bowerbird", "The day of `time` in UTC: the partition."),
  column(
    "id",
    "VARCHAR",
    "id",
    "sender",
    "Names the event; sent again it is the same event. A UUID is best.",
  ),
  column("type", "VARCHAR", "word", "sender", "What happened; the list of types is below."),
  column("time", "TIMESTAMP", "time", "sender", "When it happened, UTC, corrected for the sender's clock."),
  column("clock", "TIMESTAMP", "time", "bowerbird", "When it happened by the sender's own clock."),
  column("received", "TIMESTAMP", "time", "bowerbird", "When Bowerbird received it."),
  column("person", "VARCHAR", "id", "sender", "The account it was done with; null for a visitor."),
  column("visitor", "VARCHAR", "id", "sender", "The browser's own name for someone without an account."),
  column(
    "session",
    "VARCHAR",
    "id",
    "sender",
    "The sender's name for one visit; the view `sessions` needs none.",
  ),
  column("surface", "VARCHAR", "word", "sender", "Where: wall, pin, look, search, board, profile …"),
  column(
    "slate",
    "VARCHAR",
    "id",
    "sender",
    "The served list it was done in: joins to the rows of type slate.",
  ),
  column("position", "INTEGER", "whole", "sender", "Place in the slate, 0 for the first."),
  column("pin", "VARCHAR", "id", "sender", "The pin it was done to."),
  column("board", "VARCHAR", "id", "sender", "The board it was done with."),
  column("query", "VARCHAR", "text", "sender", "The words or the pin that were searched with."),
  column("value", "DOUBLE", "number", "sender", "How much: a purchase's amount, a rating."),
  column("currency", "VARCHAR", "word", "sender", "ISO 4217, of `value` when it is money."),
  column("dwell", "INTEGER", "whole", "sender", "Milliseconds it was in view or open."),
  column("own", "BOOLEAN", "truth", "bowerbird", "Done to one's own pin."),
  column("source", "VARCHAR", "word", "sender", "What proposed the pin: newest, visual, words …"),
  column("scores", "MAP(VARCHAR, DOUBLE)", "scores", "sender", "The scores it was ranked by, by name."),
  column("probability", "DOUBLE", "probability", "sender", "With which it was shown at this place, 0..1."),
  column("model", "VARCHAR", "id", "sender", "name@version of the model that ranked it."),
  column("settings", "VARCHAR", "id", "sender", "Version of the settings it was ranked under."),
  column("experiment", "VARCHAR", "id", "sender", "The experiment whose arm decided it."),
  column("arm", "VARCHAR", "id", "sender", "The arm of `experiment`."),
  column("agent", "VARCHAR", "word", "bowerbird", "browser, phone, program or bot, by the User-Agent."),
  column("consent", "VARCHAR", "consent", "sender", "granted, denied or unasked; denied rows name nobody."),
  column(
    "origin",
    "VARCHAR",
    "word",
    "bowerbird",
    "client when it was sent in, server when Bowerbird did it.",
  ),
  column("extra", "VARCHAR", "anything", "sender", "Anything else, as JSON of at most 4,000 characters."),
];
