/** The data dictionary: columns, types and views, from the same lists that make the table. */
import { eventColumns } from "../core/event-columns.ts";
import { eventTypes } from "../core/event-types.ts";
import { eventViews } from "./views.ts";

export const eventDictionary = {
  columns: eventColumns.map(({ name, sql, from, meaning }) => ({ name, type: sql, from, meaning })),
  types: Object.entries(eventTypes).map(([name, meaning]) => ({ name, meaning })),
  views: eventViews.map((view) => ({ ...view })),
};
