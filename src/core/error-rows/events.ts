/** Events, and questions asked of them in SQL. */
import type { ErrorRow } from "./error-row.ts";

export const eventErrors = {
  EVENT_MALFORMED: [422, 2, "{field} is not valid: {why}", "Correct the event and send it again."],
  EVENT_TYPE_UNKNOWN: [
    422,
    2,
    "there is no event type {type}; the nearest is {nearest}",
    "Use a type of docs/events.md, or `custom`.",
  ],
  EVENT_IN_FUTURE: [
    422,
    2,
    "the event's time is {seconds} s ahead of now",
    "Send `sentAt`, your clock's time of sending, and it is corrected.",
  ],
  EVENT_TOO_OLD: [
    422,
    2,
    "the event is older than the {days} days that are kept",
    "Raise `events.retentionDays` to keep it.",
  ],
  EVENT_PIN_UNKNOWN: [422, 2, "there has never been a pin {pin}", "Import the picture first."],
  EVENT_PERSON_ERASED: [
    410,
    2,
    "the person of the event was erased, so nothing about them is kept",
    "Stop sending events of this person.",
  ],
  EVENT_NOT_FOUND: [404, 3, "your history holds no event {id}", "Read your history again."],
  EVENT_DUPLICATE: [409, 6, "the event was received before and is kept once", "Nothing needs to be done."],
  EVENT_FROM_BOT: [
    422,
    2,
    "the sender says it is a bot ({agent}); its events are kept and marked",
    "The view `human_events` leaves them out.",
  ],
  EVENT_BATCH_TOO_LARGE: [
    413,
    2,
    "the batch has {actual} events, more than the bound of {bound}",
    "Send smaller batches, or raise `events.batch`.",
  ],
  EVENTS_BEHIND: [
    503,
    4,
    "{waiting} events wait to be written, more than the bound of {bound}",
    "Send them again in a few seconds.",
  ],
  EVENTS_HAVE_GAPS: [
    422,
    2,
    "the log has {gaps} gaps; {damaged} files are damaged",
    "See the report; restore damaged files from a backup.",
  ],
  SQL_REFUSED: [400, 2, "the SQL was not run: {why}", "Ask one SELECT over the views of docs/events.md."],
  SQL_FAILED: [400, 2, "the SQL cannot be answered: {why}", "Correct it and ask again."],
  SQL_TOO_SLOW: [
    422,
    2,
    "the SQL took longer than {seconds} s",
    "Ask for fewer days, or raise `events.querySeconds`.",
  ],
} as const satisfies Record<string, ErrorRow>;
