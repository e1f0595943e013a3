/**
 * Changing the model a collection is searched with. A second model looks at every picture beside the one in use, its
 * vectors are kept and indexed under its own name, and one step switches or goes back. Two models' vectors never meet.
 */
import type { Clock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";
import { builtinChoice, type ModelChoice, type ModelStore } from "../core/models.ts";
import type { Failure, Progress } from "../core/nouns.ts";
import type { PinStore, UnderstandingStore, Vision } from "../core/ports.ts";
import type { IndexKeeper } from "../index/index-keeper.ts";
import { type NeighbourChange, neighbourChange } from "../index/neighbour-change.ts";
import type { LiveVision } from "../vision/live-vision.ts";
import { progressMeter } from "./progress.ts";
import { dimensionsOf } from "./starting-model.ts";
import { type UnderstanderPorts, understander } from "./understander.ts";

export interface ModelState {
  /** `name@version` */
  readonly model: string;
  /** Null for one that was not opened here. */
  readonly choice: ModelChoice | null;
  readonly pictures: number;
  readonly objects: number;
  /** Searches are answered by it. */
  readonly active: boolean;
  /** `rollBack` goes back to it. */
  readonly previous: boolean;
}

export interface Built {
  readonly model: string;
  readonly pictures: number;
  readonly objects: number;
  readonly cancelled: boolean;
}

export interface BuildOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly onFailure?: (failure: Failure) => void;
}

export interface Models {
  list(): Promise<readonly ModelState[]>;
  /**
   * Lets a model look at every picture that it has not seen, and builds its index beside the one in use. Stopped or
   * killed, it goes on from there when asked again. @throws MODEL_UNUSABLE MODEL_MISSING DISK_FULL
   */
  build(choice: Partial<ModelChoice>, options?: BuildOptions): Promise<Built>;
  /** Whose neighbours are others under this model than under the one in use. @throws MODEL_NOT_FOUND */
  changes(model: string): Promise<NeighbourChange>;
  /** Searches with it from now on. @throws MODEL_NOT_FOUND MODEL_NOT_BUILT MODEL_MISMATCH MODEL_UNUSABLE */
  activate(model: string): Promise<void>;
  /** Back to the model that was in use before; returns it. @throws MODEL_NOT_FOUND */
  rollBack(): Promise<string>;
  /** Drops all that a model saw. @throws BAD_INPUT for the one in use */
  forget(model: string): Promise<void>;
  /** Ends what is being built; it goes on when asked again. */
  stop(): Promise<void>;
}

export interface ModelPorts {
  readonly store: ModelStore;
  readonly pins: Pick<PinStore, "readSeqs" | "setGroup" | "sample" | "count">;
  readonly understandings: UnderstandingStore;
  readonly blobs: UnderstanderPorts["blobs"];
  readonly indexes: IndexKeeper;
  readonly vision: LiveVision;
  readonly openVision: (choice: ModelChoice, background: boolean) => Promise<Vision>;
  /** A model's name as it is kept: absolute for a folder. */
  readonly placeOf: (named: string) => string;
  /** Lets the model in use see what it has not. */
  readonly resume: () => void;
  readonly clock: Clock;
}

/** Pins whose neighbours are compared. */
const compared = 100;
/** Part of the pins that a model must have seen before it may be switched to. */
const leastSeen = 0.9;

export function modelChanges(ports: ModelPorts): Models {
  const { store, pins, understandings, indexes, vision, openVision } = ports;
  const stopped = new AbortController();
  const underWay = new Set<Promise<Built>>();

  /** Opens its index beside the one in use, true to the state. */
  const prepare = async (model: string, dimensions: number): Promise<void> => {
    await indexes.prepare(model, dimensions);
    await indexes.catchUp();
  };

  const look = async (beside: Vision, { signal, onProgress, onFailure }: BuildOptions): Promise<void> => {
    const meter = progressMeter(ports.clock);
    meter.total = Math.max(0, (await pins.count()) - (await understandings.count(beside.model)).pictures);
    const looking = understander(
      {
        ...ports,
        vision: beside,
        // near-duplicates were grouped when the pictures came in
        index: { search: async () => [] },
        pins: { readSeqs: pins.readSeqs, setGroup: async () => {} },
        catchUp: async () => {},
      },
      2 * beside.processes,
    );
    looking.listeners.add((_, failure) => {
      if (failure) {
        meter.failed++;
        onFailure?.(failure);
      } else meter.created++;
      meter.finish(1);
      onProgress?.(meter.read());
    });
    await looking.drain(signal);
    onProgress?.(meter.read());
  };

  const switchTo = async (model: string): Promise<void> => {
    if (model === vision.model) return;
    const choice = await store.choice(model);
    if (!choice) throw new BowerbirdError("MODEL_NOT_FOUND", { id: model });
    const next = await openVision(choice, false);
    try {
      if (next.model !== model)
        throw new BowerbirdError("MODEL_MISMATCH", { index: model, query: next.model });
      await prepare(model, next.dimensions);
      await indexes.switchTo(model);
    } catch (error) {
      await next.close();
      throw error;
    }
    vision.replace(next);
    ports.resume();
  };

  const build: Models["build"] = async (given, options = {}) => {
    const wanted = { ...builtinChoice, ...(await store.choice(vision.model)), ...given };
    const choice = {
      embedding: ports.placeOf(wanted.embedding),
      detector: ports.placeOf(wanted.detector),
    };
    const signal = AbortSignal.any([stopped.signal, ...(options.signal ? [options.signal] : [])]);
    const beside = await openVision(choice, true);
    try {
      const { model } = beside;
      await store.remember(model, choice);
      await look(beside, { ...options, signal });
      if (!signal.aborted) {
        await prepare(model, beside.dimensions);
        await indexes.save();
      }
      return { model, ...(await understandings.count(model)), cancelled: signal.aborted };
    } finally {
      await beside.close();
    }
  };

  return {
    list: async () => {
      const previous = await store.previous();
      const names = [...new Set([vision.model, ...(await understandings.models())])];
      return Promise.all(
        names.map(async (model) => ({
          model,
          choice: await store.choice(model),
          ...(await understandings.count(model)),
          active: model === vision.model,
          previous: model === previous,
        })),
      );
    },
    build: (given, options) => {
      const building = build(given, options).finally(() => underWay.delete(building));
      underWay.add(building);
      return building;
    },
    changes: async (model) => {
      const dimensions = await dimensionsOf(understandings, model);
      if (dimensions === null) throw new BowerbirdError("MODEL_NOT_FOUND", { id: model });
      await prepare(model, dimensions);
      return neighbourChange(indexes.index, indexes.prepared(model), await pins.sample(compared));
    },
    activate: async (model) => {
      const { pictures } = await understandings.count(model);
      const total = await pins.count();
      if (pictures < leastSeen * total)
        throw new BowerbirdError("MODEL_NOT_BUILT", { id: model, pictures, total });
      await switchTo(model);
    },
    rollBack: async () => {
      const model = await store.previous();
      if (model === null) throw new BowerbirdError("MODEL_NOT_FOUND", { id: "before this one" });
      await switchTo(model);
      return model;
    },
    forget: async (model) => {
      if (!(await understandings.models()).includes(model))
        throw new BowerbirdError("MODEL_NOT_FOUND", { id: model });
      await understandings.forget(model);
      await indexes.discard(model);
    },
    stop: async () => {
      stopped.abort();
      await Promise.allSettled(underWay);
    },
  };
}
