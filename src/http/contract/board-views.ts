/** Boards as they are shown: their pictures, sections and people, the pins on them, and suggestions. */
import { z } from "zod";
import { pinView } from "./views.ts";

export const boardPicture = z
  .object({
    pin: z.string(),
    width: z.int(),
    height: z.int(),
    placeholder: z.string(),
    thumbnails: pinView.shape.thumbnails,
  })
  .meta({ id: "BoardPicture" });

export const privacyView = z.enum(["private", "link", "public"]).meta({
  description:
    "private: owner and collaborators; link: whoever has the address; public: listed for everybody.",
});
export const personBrief = z.object({
  id: z.string(),
  /** Empty for someone anonymous. */
  name: z.string(),
});

export const boardView = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    privacy: privacyView,
    /** `person:ID`, `key:ID` or the name of what brought it. */
    owner: z.string(),
    person: personBrief.nullable(),
    /** What who asks may do. */
    access: z.enum(["read", "edit", "own"]),
    /** The cover first, then the first pins: four at most. */
    pictures: z.array(boardPicture),
    sections: z.array(z.object({ id: z.string(), name: z.string(), pins: z.int() })),
    collaborators: z.array(personBrief),
    pins: z.int(),
    followers: z.int(),
    followed: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    /** When a pin was last saved to it. */
    savedAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().nullable(),
    version: z.int(),
  })
  .meta({ id: "Board" });
export type BoardView = z.output<typeof boardView>;

export const savedPin = z
  .object({
    pin: pinView,
    section: z.string().nullable(),
    note: z.string(),
    savedAt: z.iso.datetime(),
    savedBy: personBrief.nullable(),
  })
  .meta({ id: "SavedPin" });
export type SavedPin = z.output<typeof savedPin>;

export const suggestionView = z
  .object({
    board: boardView,
    /** That this is where the person would save it, 0..1; over all of their boards they add up to 1. */
    probability: z.number(),
    saved: z.boolean(),
  })
  .meta({ id: "BoardSuggestion" });
export type SuggestionView = z.output<typeof suggestionView>;
