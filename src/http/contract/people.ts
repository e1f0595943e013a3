/** People, sessions and API keys. Secrets are shown once, when they are made. */
import { z } from "zod";
import { route } from "./route.ts";
import { done, idParams } from "./views.ts";

const role = z.enum(["viewer", "member", "analyst", "admin"]);

export const personView = z
  .object({
    id: z.string(),
    /** Empty while anonymous, like the address. */
    name: z.string(),
    email: z.string(),
    role: z.enum(["none", ...role.options]),
    /** A visitor who saved, followed or hid something, without an account. */
    anonymous: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Person" });
export type PersonView = z.output<typeof personView>;

export const profileView = z
  .object({
    id: z.string(),
    /** Empty for an anonymous person. */
    name: z.string(),
    createdAt: z.iso.datetime(),
    /** Public boards; all of them when it is who asks. */
    boards: z.int(),
    followers: z.int(),
    followed: z.boolean(),
    you: z.boolean(),
  })
  .meta({ id: "Profile" });
export type ProfileView = z.output<typeof profileView>;

export const countsView = z
  .object({
    boards: z.int(),
    saves: z.int(),
    follows: z.int(),
    hides: z.int(),
    reports: z.int(),
    sessions: z.int(),
    /** Pictures they added. */
    pictures: z.int(),
    pastSearches: z.int(),
    savedSearches: z.int(),
    /** Null where no event log is kept. */
    events: z.int().nullable(),
  })
  .meta({ id: "PersonCounts" });

export const erasureQuery = z.strictObject({
  /** `true`: the pictures they added go too; otherwise these stay without their name. */
  pictures: z.enum(["true", "false"]).optional(),
});
export const erasedView = z.object({ done: z.int(), erased: countsView }).meta({ id: "Erased" });

export const keyView = z
  .object({
    id: z.string(),
    name: z.string(),
    role,
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ApiKey" });

export const sessionView = z
  .object({
    /** Null for a visitor who has not done anything yet. */
    person: personView.nullable(),
    role: z.enum(["none", "viewer", "member", "analyst", "admin"]),
    /** Send as `x-bowerbird-csrf` with every write of a cookie session. */
    csrf: z.string().nullable(),
    /** Whether someone who asks may make an account by themself. */
    signUp: z.boolean(),
    /** Whether this browser records what is looked at here: yes, once it was answered yes, or no. */
    recording: z.enum(["on", "ask", "off"]),
  })
  .meta({ id: "Session" });
export type SessionView = z.output<typeof sessionView>;

export const nameInput = z.string().min(1).max(200);
export const emailInput = z.email().max(320);
/** At least 10 characters; checked for what is easy to guess too. */
export const passwordInput = z.string().min(1).max(200);
const name = nameInput;
const email = emailInput;

export const sessions = {
  read: route({
    method: "GET",
    path: "/session",
    summary: "Who is asking, with which role.",
    role: "none",
    output: sessionView,
  }),
  create: route({
    method: "POST",
    path: "/session",
    summary:
      "Sign in with e-mail and password or the secret of a one-time link; an anonymous profile is merged in.",
    role: "none",
    body: z.union([
      z.strictObject({ secret: z.string().min(1).max(500) }),
      z.strictObject({ email, password: passwordInput }),
    ]),
    output: sessionView,
  }),
  redeem: route({
    method: "GET",
    path: "/sign-in/{secret}",
    summary: "What a one-time link opens: signs in, then shows the app.",
    role: "none",
    params: z.object({ secret: z.string().min(1).max(500) }),
    answer: "text",
  }),
  remove: route({
    method: "DELETE",
    path: "/session",
    summary: "Sign out.",
    role: "none",
    output: done,
  }),
} as const;

export const people = {
  list: route({
    method: "GET",
    path: "/people",
    summary: "Everyone with an account.",
    role: "admin",
    output: z.object({ items: z.array(personView) }),
  }),
  create: route({
    method: "POST",
    path: "/people",
    summary: "Invite a person; the answer holds a one-time link.",
    role: "admin",
    body: z.strictObject({ name, email, role }),
    output: z.object({ person: personView, link: z.string() }),
    status: 201,
  }),
  patch: route({
    method: "PATCH",
    path: "/people/{id}",
    summary: "Change a person's name, address or role.",
    role: "admin",
    params: idParams,
    body: z.strictObject({ name: name.optional(), email: email.optional(), role: role.optional() }),
    output: personView,
  }),
  read: route({
    method: "GET",
    path: "/people/{id}",
    summary: "A person as others see them.",
    role: "viewer",
    params: idParams,
    output: profileView,
  }),
  remove: route({
    method: "DELETE",
    path: "/people/{id}",
    summary: "Erase a person, by id or e-mail address, with everything that is theirs.",
    role: "admin",
    params: z.object({ id: z.string().min(1).max(320) }),
    query: erasureQuery,
    output: erasedView,
  }),
  follow: route({
    method: "PUT",
    path: "/people/{id}/follow",
    summary: "Follow a person.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
  unfollow: route({
    method: "DELETE",
    path: "/people/{id}/follow",
    summary: "Follow a person no longer.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
  link: route({
    method: "POST",
    path: "/people/{id}/link",
    summary: "A new one-time sign-in link.",
    role: "admin",
    params: idParams,
    output: z.object({ link: z.string() }),
    status: 201,
  }),
} as const;

export const keys = {
  list: route({
    method: "GET",
    path: "/keys",
    summary: "API keys, without their secrets.",
    role: "admin",
    output: z.object({ items: z.array(keyView) }),
  }),
  create: route({
    method: "POST",
    path: "/keys",
    summary: "Make an API key; its secret is shown once.",
    role: "admin",
    body: z.strictObject({ name, role }),
    output: z.object({ key: keyView, secret: z.string() }),
    status: 201,
  }),
  revoke: route({
    method: "DELETE",
    path: "/keys/{id}",
    summary: "Revoke an API key.",
    role: "admin",
    params: idParams,
    output: done,
  }),
} as const;
