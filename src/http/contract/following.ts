/** What those whom one follows have saved. */
import { z } from "zod";
import { personBrief } from "./board-views.ts";
import { route } from "./route.ts";
import { count, pinView } from "./views.ts";

export const followedPin = z
  .object({
    pin: pinView,
    board: z.object({ id: z.string(), name: z.string() }),
    savedBy: personBrief.nullable(),
    savedAt: z.iso.datetime(),
    /** What one follows of it: the board, or else who saved it. */
    through: z.enum(["board", "person"]),
  })
  .meta({ id: "FollowedPin" });
export type FollowedPin = z.output<typeof followedPin>;

export const followingPage = z
  .object({
    /** This page in the event log: events name it with their place in it. */
    slate: z.string(),
    items: z.array(followedPin),
    cursor: z.string().nullable(),
  })
  .meta({ id: "FollowingPage" });
export type FollowingPage = z.output<typeof followingPage>;

export const following = {
  list: route({
    method: "GET",
    path: "/following",
    summary: "Pins newly saved to boards and by people one follows, the latest first, each once.",
    role: "viewer",
    query: z.strictObject({ cursor: z.string().optional(), limit: count(200) }),
    output: followingPage,
  }),
} as const;
