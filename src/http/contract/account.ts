/** One's own account: what this place knows, sign-up, password, sessions, download and erasure. */
import { z } from "zod";
import { visitorQuery } from "./history.ts";
import {
  countsView,
  emailInput,
  erasedView,
  erasureQuery,
  nameInput,
  passwordInput,
  personView,
  sessionView,
} from "./people.ts";
import { route } from "./route.ts";
import { done, idParams } from "./views.ts";

export const accountView = z
  .object({
    /** Null for a visitor about whom nothing is kept. */
    person: personView.nullable(),
    /** Whether what they look at may be recorded. */
    history: z.boolean(),
    /** The browser asks not to be tracked: nothing it looks at is recorded, whatever `history` says. */
    privacySignal: z.boolean(),
    hasPassword: z.boolean(),
    counts: countsView.extend({ events: z.int() }),
    /** What was recorded of them, or of the browser that names itself: how many events by type. */
    events: z.record(z.string(), z.int()),
  })
  .meta({ id: "Account" });
export type AccountView = z.output<typeof accountView>;

export const openSessionView = z
  .object({
    id: z.string(),
    device: z.string(),
    createdAt: z.iso.datetime(),
    usedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    current: z.boolean(),
  })
  .meta({ id: "OpenSession" });
export type OpenSessionView = z.output<typeof openSessionView>;

export const account = {
  read: route({
    method: "GET",
    path: "/account",
    summary: "What this place knows about who asks.",
    role: "viewer",
    query: z.strictObject(visitorQuery),
    output: accountView,
  }),
  create: route({
    method: "POST",
    path: "/account",
    summary: "Sign up; everything of the anonymous profile is kept.",
    role: "viewer",
    body: z.strictObject({ name: nameInput, email: emailInput, password: passwordInput }),
    output: sessionView,
    status: 201,
  }),
  patch: route({
    method: "PATCH",
    path: "/account",
    summary: "Change one's name, address, password, or whether a history is kept.",
    role: "viewer",
    body: z.strictObject({
      name: nameInput.optional(),
      email: emailInput.optional(),
      /** The new one. Ends every other session. */
      password: passwordInput.optional(),
      /** The one until now; needed for a new password or address where there is one. */
      oldPassword: passwordInput.optional(),
      history: z.boolean().optional(),
    }),
    output: accountView,
  }),
  remove: route({
    method: "DELETE",
    path: "/account",
    summary: "Erase everything about who asks. There is no way back.",
    role: "viewer",
    query: erasureQuery,
    output: erasedView,
  }),
  export: route({
    method: "GET",
    path: "/account/export",
    summary: "Everything this place keeps about who asks, as one JSON file.",
    role: "viewer",
    answer: "file",
  }),
  sessions: route({
    method: "GET",
    path: "/account/sessions",
    summary: "The browsers in which one is signed in.",
    role: "viewer",
    output: z.object({ items: z.array(openSessionView) }),
  }),
  endSession: route({
    method: "DELETE",
    path: "/account/sessions/{id}",
    summary: "End one session, or `others` for all but this one.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
} as const;
