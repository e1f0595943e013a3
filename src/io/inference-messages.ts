/** What the engine and a model process say to each other. Vectors travel as they are (structured clone). */
import type { Box, Understanding } from "../core/nouns.ts";
import type { PictureSource } from "../core/ports.ts";
import type { Settings } from "../core/settings.ts";
import type { Detection } from "../vision/detections.ts";

export interface InferenceRequest {
  readonly id: number;
  readonly picture: PictureSource;
  /** A region to look at; the whole picture with its objects when not given. */
  readonly box?: Box;
  /** Only the detector's boxes, class by class. */
  readonly detect?: boolean;
}

export type InferenceAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly understanding: Understanding }
  | { readonly id: number; readonly detections: readonly Detection[] }
  | { readonly id: number; readonly code: string; readonly details: Record<string, string | number> };

/** The settings a model process needs, given as its first argument in JSON. */
export type InferenceSettings = Pick<
  Settings,
  "ingest.megabytes" | "ingest.megapixels" | "ingest.seconds" | "vision.threads" | "vision.cuda"
>;
