/** Boards: a person's own, shared and public ones; their pins, sections, order and undo. */
import { z } from "zod";
import { boardView, privacyView, savedPin, suggestionView } from "./board-views.ts";
import { route } from "./route.ts";
import { count, done, idParams } from "./views.ts";

const name = z.string().min(1).max(400);
const description = z.string().max(10_000);
const pinIds = z.array(z.string().min(1).max(200)).min(1).max(1000);
const sectionParams = z.object({ id: idParams.shape.id, section: z.string().min(1).max(200) });
const pinParams = z.object({ id: idParams.shape.id, pin: z.string().min(1).max(200) });
const section = z.string().min(1).max(200).nullable();
const write = { role: "viewer" } as const;

export const boards = {
  list: route({
    method: "GET",
    path: "/boards",
    summary: "Public boards and one's own, with how many pins they hold.",
    role: "viewer",
    query: z.strictObject({
      /** A person's id, or `me` for one's own and those shared with one. */
      person: z.string().max(200).optional(),
      archived: z.enum(["true", "false"]).optional(),
      sort: z.enum(["recent", "name", "largest", "arranged"]).optional(),
      cursor: z.string().optional(),
      limit: count(500),
    }),
    output: z.object({ items: z.array(boardView), cursor: z.string().nullable() }),
  }),
  create: route({
    method: "POST",
    path: "/boards",
    summary: "Make a board; private unless said otherwise.",
    ...write,
    body: z.strictObject({ name, description: description.optional(), privacy: privacyView.optional() }),
    output: boardView,
    status: 201,
  }),
  arrange: route({
    method: "POST",
    path: "/boards/order",
    summary: "Put one's boards in order: these first.",
    ...write,
    body: z.strictObject({ boards: z.array(z.string().max(200)).max(1000) }),
    output: done,
  }),
  read: route({
    method: "GET",
    path: "/boards/{id}",
    summary: "Read a board.",
    role: "viewer",
    params: idParams,
    output: boardView,
  }),
  patch: route({
    method: "PATCH",
    path: "/boards/{id}",
    summary: "Rename, describe, choose the cover, change who sees it, archive.",
    ...write,
    params: idParams,
    body: z.strictObject({
      name: name.optional(),
      description: description.optional(),
      privacy: privacyView.optional(),
      /** A pin's id; null for the first pin. */
      cover: z.string().max(200).nullable().optional(),
      archived: z.boolean().optional(),
      /** Refused when the board is of another version. */
      version: z.int().optional(),
    }),
    output: boardView,
  }),
  remove: route({
    method: "DELETE",
    path: "/boards/{id}",
    summary: "Delete a board; `restore` brings it back with everything on it.",
    ...write,
    params: idParams,
    output: done,
  }),
  restore: route({
    method: "POST",
    path: "/boards/{id}/restore",
    summary: "Bring a deleted board back, or undo its merging into another.",
    ...write,
    params: idParams,
    output: boardView,
  }),
  merge: route({
    method: "POST",
    path: "/boards/{id}/merge",
    summary: "Put everything of this board on another one and delete this one.",
    ...write,
    params: idParams,
    body: z.strictObject({ into: z.string().min(1).max(200) }),
    output: z.object({ board: boardView, moved: z.int() }),
  }),
  pins: route({
    method: "GET",
    path: "/boards/{id}/pins",
    summary: "The pins of a board in its order, with their notes.",
    role: "viewer",
    params: idParams,
    query: z.strictObject({
      /** A section's id, or `none` for pins in no section. */
      section: z.string().max(200).optional(),
      cursor: z.string().optional(),
      limit: count(200),
    }),
    output: z.object({ slate: z.string(), items: z.array(savedPin), cursor: z.string().nullable() }),
  }),
  save: route({
    method: "POST",
    path: "/boards/{id}/pins",
    summary: "Save pins to a board, one or many; saving twice changes nothing.",
    ...write,
    params: idParams,
    body: z.strictObject({
      pins: pinIds,
      section: section.optional(),
      note: z.string().max(10_000).optional(),
    }),
    output: z.object({ board: boardView, saved: z.array(z.string()), already: z.array(z.string()) }),
    status: 201,
  }),
  edit: route({
    method: "PATCH",
    path: "/boards/{id}/pins/{pin}",
    summary: "Change a saved pin's note, section or place.",
    ...write,
    params: pinParams,
    body: z.strictObject({
      note: z.string().max(10_000).optional(),
      section: section.optional(),
      /** In front of this pin of the board; null for last. */
      before: z.string().max(200).nullable().optional(),
    }),
    output: savedPin,
  }),
  unsave: route({
    method: "DELETE",
    path: "/boards/{id}/pins/{pin}",
    summary: "Take a pin off a board.",
    ...write,
    params: pinParams,
    output: done,
  }),
  bulk: route({
    method: "POST",
    path: "/boards/{id}/pins/bulk",
    summary: "Move, copy, take off or bring back many pins of a board at once.",
    ...write,
    params: idParams,
    body: z.discriminatedUnion("action", [
      z.strictObject({ action: z.literal("remove"), pins: pinIds }),
      z.strictObject({ action: z.literal("restore"), pins: pinIds }),
      z.strictObject({ action: z.literal("section"), pins: pinIds, section }),
      z.strictObject({
        action: z.enum(["move", "copy"]),
        pins: pinIds,
        to: z.string().min(1).max(200),
        section: section.optional(),
      }),
    ]),
    output: done,
  }),
  addSection: route({
    method: "POST",
    path: "/boards/{id}/sections",
    summary: "Add a section to a board.",
    ...write,
    params: idParams,
    body: z.strictObject({ name }),
    output: z.object({ id: z.string(), name: z.string(), pins: z.int() }),
    status: 201,
  }),
  editSection: route({
    method: "PATCH",
    path: "/boards/{id}/sections/{section}",
    summary: "Rename a section or change its place.",
    ...write,
    params: sectionParams,
    body: z.strictObject({ name: name.optional(), before: section.optional() }),
    output: boardView,
  }),
  removeSection: route({
    method: "DELETE",
    path: "/boards/{id}/sections/{section}",
    summary: "Delete a section; its pins stay on the board.",
    ...write,
    params: sectionParams,
    output: done,
  }),
  restoreSection: route({
    method: "POST",
    path: "/boards/{id}/sections/{section}/restore",
    summary: "Bring a deleted section back with its pins.",
    ...write,
    params: sectionParams,
    output: boardView,
  }),
  invite: route({
    method: "PUT",
    path: "/boards/{id}/collaborators/{person}",
    summary: "Let a person with an account save to this board.",
    ...write,
    params: z.object({ id: idParams.shape.id, person: z.string().min(1).max(320) }),
    output: boardView,
  }),
  uninvite: route({
    method: "DELETE",
    path: "/boards/{id}/collaborators/{person}",
    summary: "Take a person off the board's collaborators; they may do it themself.",
    ...write,
    params: z.object({ id: idParams.shape.id, person: z.string().min(1).max(320) }),
    output: done,
  }),
  follow: route({
    method: "PUT",
    path: "/boards/{id}/follow",
    summary: "Follow a board.",
    ...write,
    params: idParams,
    output: done,
  }),
  unfollow: route({
    method: "DELETE",
    path: "/boards/{id}/follow",
    summary: "Follow a board no longer.",
    ...write,
    params: idParams,
    output: done,
  }),
  suggest: route({
    method: "GET",
    path: "/pins/{id}/boards",
    summary: "One's boards for this pin, the most probable first, and which of them hold it.",
    role: "viewer",
    params: idParams,
    query: z.strictObject({ limit: count(100) }),
    output: z.object({ items: z.array(suggestionView) }),
  }),
} as const;
