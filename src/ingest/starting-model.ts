/** With which model a data folder is opened: the one its vectors are of, whatever has become of the settings. */
import type { Configuration } from "../core/configuration.ts";
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { ModelChoice, ModelStore } from "../core/models.ts";
import type { UnderstandingStore, Vision } from "../core/ports.ts";
import { absentVision } from "../vision/live-vision.ts";

export interface StartingPorts {
  readonly store: ModelStore;
  readonly understandings: Pick<UnderstandingStore, "activeModel" | "vectors">;
  readonly openVision: (choice: ModelChoice) => Promise<Vision>;
}

/**
 * A folder that holds vectors is opened with the model they are of. When that cannot be opened, or has become another
 * version, it is stood in for: its pins are still searched, and `bowerbird reindex` mends it.
 *
 * @param asked what the settings name; @param given which of them somebody has set
 * @throws MODEL_MISMATCH when somebody has set another model than the folder's
 * @throws MODEL_UNUSABLE MODEL_MISSING for a folder without vectors
 */
export async function openStartingModel(
  { store, understandings, openVision }: StartingPorts,
  asked: ModelChoice,
  given: ReadonlyArray<keyof ModelChoice>,
): Promise<Vision> {
  const model = await understandings.activeModel();
  const dimensions = model === null ? null : await dimensionsOf(understandings, model);
  if (model === null || dimensions === null) return remembered(store, asked, await openVision(asked));
  const choice = (await store.choice(model)) ?? asked;
  const other = given.find((part) => asked[part] !== choice[part]);
  if (other) throw new BowerbirdError("MODEL_MISMATCH", { index: model, query: asked[other] });
  try {
    const vision = await openVision(choice);
    if (vision.model === model) return await remembered(store, choice, vision);
    await vision.close();
    throw new BowerbirdError("MODEL_MISMATCH", { index: model, query: vision.model });
  } catch (error) {
    return absentVision(model, dimensions, toBowerbirdError(error));
  }
}

/** Length of a model's vectors; null when there are none. */
export async function dimensionsOf(
  understandings: Pick<UnderstandingStore, "vectors">,
  model: string,
): Promise<number | null> {
  for await (const { vector } of understandings.vectors(model)) return vector.length;
  return null;
}

async function remembered(store: ModelStore, choice: ModelChoice, vision: Vision): Promise<Vision> {
  await store.remember(vision.model, choice);
  return vision;
}

/** What the settings name, and which of it somebody has set. @param placeOf a model's name as it is kept */
export function choiceOf(
  { settings, list }: Configuration,
  placeOf: (named: string) => string,
): [ModelChoice, Array<keyof ModelChoice>] {
  const rows = { embedding: "vision.model", detector: "vision.detector" } as const;
  const isGiven = (part: keyof ModelChoice): boolean =>
    list().some(({ name, source }) => name === rows[part] && source !== "default");
  return [
    { embedding: placeOf(settings[rows.embedding]), detector: placeOf(settings[rows.detector]) },
    (["embedding", "detector"] as const).filter(isGiven),
  ];
}
