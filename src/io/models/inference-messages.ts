/** What passes between the engine and its model processes. */
import type { ErrorDetails } from "../../core/errors.ts";
import type { Box, Understanding } from "../../core/nouns.ts";
import type { PictureSource } from "../../core/ports.ts";
import type { Settings } from "../../core/settings.ts";
import type { Detection } from "../../vision/detections.ts";
import type { VisionSettings } from "./vision-models.ts";

export type Question =
  /** A picture with its objects; with a box that region alone; with `detect` only the detector's boxes by class. */
  | { readonly picture: PictureSource; readonly box?: Box; readonly detect?: boolean }
  /** Words, for models that have a text tower. */
  | { readonly texts: readonly string[] };

export interface InferenceRequest {
  readonly id: number;
  readonly question: Question;
}

/** What the models are, once they are open. */
export interface OpenedModels {
  readonly model: string;
  readonly dimensions: number;
  readonly readsWords: boolean;
}

export interface Refusal {
  readonly code: string;
  readonly details: ErrorDetails;
}

export type Answer =
  | { readonly understanding: Understanding }
  | { readonly detections: readonly Detection[] }
  | { readonly vectors: readonly Float32Array[] }
  | Refusal;

export type InferenceMessage =
  | { readonly opened: OpenedModels }
  /** The models cannot be opened; the process ends. */
  | { readonly unusable: Refusal }
  | { readonly id: number; readonly answer: Answer };

/** The settings a model process needs, given as its first argument in JSON. */
export type InferenceSettings = VisionSettings &
  Pick<Settings, "ingest.megabytes" | "ingest.megapixels" | "ingest.seconds"> & {
    /** Folder of models fetched from the hub. */
    readonly cache: string;
  };
