/** What is asked: a picture, a link's picture, a pin, an object in it or a crop, as the models see it. */
import { createHash } from "node:crypto";
import { BowerbirdError } from "../core/errors.ts";
import type { Box, PinFilter, Understanding } from "../core/nouns.ts";
import type { PictureSource, PinStore, UnderstandingStore, Vision } from "../core/ports.ts";
import { filterAsked } from "./pages.ts";

export interface VisualQuery {
  readonly picture?: PictureSource;
  /** A pin already in the collection, with `object` one of its objects by ordinal. */
  readonly pin?: string;
  readonly object?: number;
  readonly crop?: Box;
  readonly filter?: PinFilter;
  /** Pins a page, 1..1000. */
  readonly limit: number;
  /** The chance that an unrelated picture passes, 0..1; as the settings say when not given. */
  readonly cutoff?: number;
  readonly cursor?: string;
}

/** What makes it another question, for cursors: not how many are wanted. */
export function identityOf({ picture, pin, object, crop, filter, cutoff }: VisualQuery): unknown {
  const bytes =
    picture && "bytes" in picture ? createHash("sha256").update(picture.bytes).digest("hex") : null;
  return [bytes ?? picture ?? pin, object, crop, filterAsked(filter), cutoff];
}

export interface QuestionPorts {
  readonly pins: Pick<PinStore, "read">;
  readonly understandings: Pick<UnderstandingStore, "read">;
  readonly vision: Pick<Vision, "model" | "understand" | "look">;
  readonly blobPath: (id: string) => Promise<string>;
}

export interface SeenQuestion {
  readonly seen: Understanding;
  /** Row of the query's own pin, which is not its own answer; null for a picture from outside. */
  readonly self: number | null;
}

/** @throws PIN_NOT_FOUND OBJECT_NOT_FOUND BAD_INPUT NOT_READY PICTURE_* */
export async function seeQuestion(query: VisualQuery, ports: QuestionPorts): Promise<SeenQuestion> {
  const { picture, crop, object } = query;
  if (picture) {
    const seen = crop ? await ports.vision.look(picture, crop) : await ports.vision.understand(picture);
    if (object !== undefined && !seen.objects[object - 1]) {
      const why = `the picture has ${seen.objects.length} objects`;
      throw new BowerbirdError("BAD_INPUT", { what: "the object", why });
    }
    return { seen, self: null };
  }
  const id = query.pin ?? "";
  const [pin] = await ports.pins.read([id]);
  if (!pin) throw new BowerbirdError("PIN_NOT_FOUND", { id });
  if (crop) {
    const path = await ports.blobPath(pin.blob);
    return { seen: await ports.vision.look({ path }, crop), self: pin.seq };
  }
  const seen = (await ports.understandings.read([pin.seq], ports.vision.model)).get(pin.seq);
  if (!seen) throw new BowerbirdError("NOT_READY", { what: `pin ${id} is still being looked at` });
  if (object !== undefined && !seen.objects[object - 1]) {
    throw new BowerbirdError("OBJECT_NOT_FOUND", { id, object });
  }
  return { seen, self: pin.seq };
}
