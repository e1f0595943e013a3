/** What a person thinks: hide, "not my taste", report, and what they follow. */
import { z } from "zod";
import { reportReasons } from "../../core/opinions.ts";
import { route } from "./route.ts";
import { count, done, idParams, pinView } from "./views.ts";

const reportReason = z.enum(reportReasons);
const page = { cursor: z.string().optional(), limit: count(200) };

export const followView = z
  .object({
    kind: z.enum(["person", "board"]),
    id: z.string(),
    /** Empty when it is anonymous. */
    name: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: "Follow" });

export const opinions = {
  hide: route({
    method: "PUT",
    path: "/pins/{id}/hide",
    summary: "Show this pin to me no more; `taste` says that it is not mine.",
    role: "viewer",
    params: idParams,
    body: z.strictObject({ reason: z.enum(["hide", "taste"]).optional() }),
    output: done,
  }),
  unhide: route({
    method: "DELETE",
    path: "/pins/{id}/hide",
    summary: "Undo a hide.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
  hidden: route({
    method: "GET",
    path: "/account/hidden",
    summary: "The pins one has hidden, the latest first.",
    role: "viewer",
    query: z.strictObject(page),
    output: z.object({
      items: z.array(z.object({ pin: pinView, reason: z.enum(["hide", "taste"]), at: z.iso.datetime() })),
      cursor: z.string().nullable(),
    }),
  }),
  report: route({
    method: "PUT",
    path: "/pins/{id}/report",
    summary: "Report a pin to those who look after this place.",
    role: "viewer",
    params: idParams,
    body: z.strictObject({ reason: reportReason, words: z.string().max(2000).optional() }),
    output: done,
  }),
  withdraw: route({
    method: "DELETE",
    path: "/pins/{id}/report",
    summary: "Take a report back.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
  reports: route({
    method: "GET",
    path: "/reports",
    summary: "Reported pins, the latest first, without who reported them.",
    role: "admin",
    query: z.strictObject(page),
    output: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          pin: z.string(),
          reason: reportReason,
          words: z.string(),
          at: z.iso.datetime(),
        }),
      ),
      cursor: z.string().nullable(),
    }),
  }),
  follows: route({
    method: "GET",
    path: "/account/follows",
    summary: "The people and boards one follows.",
    role: "viewer",
    output: z.object({ items: z.array(followView) }),
  }),
} as const;
