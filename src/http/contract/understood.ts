/** What was understood of a question in words. */
import { z } from "zod";
import { facets, intents } from "../../core/understood.ts";

export const evidenceView = z
  .object({
    kind: z.enum([...facets, "attribute", "price", "without", "phrase", "like", "brand"]),
    label: z.string(),
    /** As typed: the question from `from` to `to`, in UTF-16 units. */
    text: z.string(),
    from: z.int(),
    to: z.int(),
    confidence: z.number(),
    /** The plain form of what was said; null for prices, phrases and likenesses. */
    value: z.string().nullable(),
    /** What the value is a kind of, from general to special. */
    path: z.array(z.string()),
    /** The question to ask to take it back. */
    rest: z.string(),
    /** It would have left nothing and was let go. */
    relaxed: z.boolean(),
  })
  .meta({ id: "Evidence", description: "A piece of a question with what it was taken for." });
export type EvidenceView = z.output<typeof evidenceView>;

export const aimView = z
  .object({
    name: z.enum(intents),
    confidence: z.number(),
    /** `head`: the collection holds at least a screen of it. */
    reach: z.enum(["head", "tail"]),
    season: z.object({ name: z.string(), months: z.array(z.int()) }).nullable(),
  })
  .meta({ id: "Aim", description: "What someone is after." });
