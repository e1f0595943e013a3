/** Vision models: which one the collection is searched with, which one was before, and how each is opened again. */

/** What `vision.model` and `vision.detector` named. */
export interface ModelChoice {
  readonly embedding: string;
  readonly detector: string;
}

export const builtinChoice: ModelChoice = { embedding: "builtin", detector: "builtin" };

export interface ModelStore {
  /** How the model was opened; null for one never opened here. */
  choice(model: string): Promise<ModelChoice | null>;
  remember(model: string, choice: ModelChoice): Promise<void>;
  /** The model that was in use before the present one, or null. */
  previous(): Promise<string | null>;
}
