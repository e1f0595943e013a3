/** Builds what sees and remembers: the vision model in use, the indexes of what it saw, and what changes the model. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Configuration } from "../core/configuration.ts";
import { endAll } from "../core/ending.ts";
import type { ModelChoice } from "../core/models.ts";
import type { BlobStore, Vision } from "../core/ports.ts";
import { type IndexKeeper, indexKeeper, type Repair } from "../index/index-keeper.ts";
import { indexSaver } from "../index/index-saver.ts";
import { type RecallReading, recallGauge } from "../index/recall-gauge.ts";
import { type Models, modelChanges } from "../ingest/models.ts";
import { choiceOf, openStartingModel } from "../ingest/starting-model.ts";
import { openInferencePool } from "../io/models/inference-pool.ts";
import { placeOf } from "../io/models/model-folder.ts";
import type { State } from "../io/sqlite/state.ts";
import { indexShelf } from "../io/vectors/index-shelf.ts";
import { type LiveVision, liveVision } from "../vision/live-vision.ts";

export interface Seeing {
  readonly vision: LiveVision;
  readonly indexes: IndexKeeper;
  /** What opening the index took. */
  readonly repair: Repair;
  /** Why the index could not be saved lately; null when it could. */
  unsaved(): string | null;
  /** How exact the approximate searches are. */
  recall(): RecallReading;
  /** Looking at everything with another model. @param resume called when imports may go on */
  models(blobs: BlobStore, resume: () => void): Models;
  /** Ends the models' processes. */
  closeVision(): Promise<void>;
  /** @throws DISK_FULL DATA_READ_ONLY */
  closeIndexes(): Promise<void>;
  /** Ends all that runs, and saves nothing. */
  abandon(): Promise<void>;
}

/** @throws MODEL_MISMATCH MODEL_UNUSABLE MODEL_MISSING */
export async function openSeeing(
  data: string,
  configured: Configuration,
  state: State,
  clock: Clock,
): Promise<Seeing> {
  const { settings } = configured;
  const { pins, understandings, models: store } = state;
  const openVision = (choice: ModelChoice, background = false): Promise<Vision> =>
    openInferencePool(
      { ...settings, "vision.model": choice.embedding, "vision.detector": choice.detector },
      { cache: join(data, "models"), background },
    );
  const starting = { store, understandings, openVision };
  const vision = liveVision(await openStartingModel(starting, ...choiceOf(configured, placeOf)));
  const gauge = recallGauge(settings["index.gaugeEvery"]);
  const shelf = indexShelf(join(data, "index"), settings, availableParallelism(), gauge);
  const indexes = indexKeeper(shelf, understandings);
  const saver = indexSaver(indexes, settings, clock);
  const opened = async (): Promise<Repair> => {
    const repair = await indexes.start(vision.model, vision.dimensions);
    await understandings.activate(vision.model);
    return repair;
  };
  const abandon = async (): Promise<void> => {
    await saver.stop();
    await vision.close();
  };
  const repair = await opened().catch(async (error: unknown) => {
    await abandon();
    throw error;
  });
  return {
    ...{ vision, indexes, repair, unsaved: saver.trouble, recall: gauge.read },
    ...{ closeVision: vision.close, abandon },
    models: (blobs, resume) =>
      modelChanges({
        store,
        pins,
        understandings,
        blobs,
        indexes,
        vision,
        openVision,
        placeOf,
        clock,
        resume,
      }),
    closeIndexes: () => endAll(saver.stop, indexes.save, indexes.close),
  };
}
