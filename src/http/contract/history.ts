/** One's history: what one opened, searched and saved, and forgetting one thing of it or all. */
import { z } from "zod";
import { route } from "./route.ts";
import { count, done, idParams, pinView } from "./views.ts";

/** Who has no profile yet is known by the name that their browser gave itself. */
export const visitorQuery = { visitor: z.string().min(1).max(200).optional() };

export const historyItemView = z
  .object({
    id: z.string(),
    type: z.string(),
    time: z.iso.datetime(),
    surface: z.string().nullable(),
    query: z.string().nullable(),
    /** Null when there was none, or it is no longer there. */
    pin: pinView.nullable(),
    board: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** Milliseconds. */
    dwell: z.int().nullable(),
  })
  .meta({ id: "HistoryItem" });
export type HistoryItemView = z.output<typeof historyItemView>;

export const history = {
  list: route({
    method: "GET",
    path: "/account/history",
    summary: "What one opened, searched and saved, the latest first.",
    role: "viewer",
    query: z.strictObject({
      kind: z.enum(["all", "opened", "searched", "saved", "shown"]).optional(),
      cursor: z.string().optional(),
      limit: count(200),
      ...visitorQuery,
    }),
    output: z.object({ items: z.array(historyItemView), cursor: z.string().nullable() }),
  }),
  removeAll: route({
    method: "DELETE",
    path: "/account/history",
    summary: "Forget everything that was recorded about who asks; boards and account stay.",
    role: "viewer",
    query: z.strictObject(visitorQuery),
    output: done,
  }),
  remove: route({
    method: "DELETE",
    path: "/account/history/{id}",
    summary: "Forget one thing, with the lists it brought and what was done in them.",
    role: "viewer",
    params: idParams,
    query: z.strictObject(visitorQuery),
    output: done,
  }),
} as const;
