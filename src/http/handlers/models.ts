/** Models over HTTP. */

import type { Engine } from "../../engine.ts";
import type { NeighbourChange } from "../../index/neighbour-change.ts";
import type { Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { ModelChangeView, ModelsView, models } from "../contract/models.ts";
import { viewJob } from "../pin-views.ts";

export const modelHandlers: Handlers<typeof models> = {
  read: async ({ engine }) => viewModels(engine),
  reindex: async (asked) => {
    const { model, detector, activate = true } = asked.body;
    const choice = {
      ...(model !== undefined && { embedding: model }),
      ...(detector !== undefined && { detector }),
    };
    const job = await asked.jobs.reindexes.ask({ choice, activate }, asked.caller.who);
    await note(asked, "models.reindex", job.id, [model, detector].filter(Boolean).join(", "));
    return viewJob(job);
  },
  changes: async ({ query, engine }) => viewChange(engine, await engine.models.changes(query.model)),
  activate: async (asked) => {
    await asked.engine.models.activate(asked.body.model);
    await note(asked, "models.activate", asked.body.model);
    return viewModels(asked.engine);
  },
  rollback: async (asked) => {
    const model = await asked.engine.models.rollBack();
    await note(asked, "models.rollback", model);
    return viewModels(asked.engine);
  },
  forget: async (asked) => {
    await asked.engine.models.forget(asked.body.model);
    await note(asked, "models.forget", asked.body.model);
    return viewModels(asked.engine);
  },
};

/** What `bowerbird models` lists, too. */
export async function viewModels(engine: Engine): Promise<ModelsView> {
  const listed = await engine.models.list();
  const pictures = listed.find(({ active }) => active)?.pictures ?? 0;
  return {
    model: engine.vision.model,
    models: listed.map(({ choice, ...rest }) => ({
      ...rest,
      embedding: choice?.embedding ?? null,
      detector: choice?.detector ?? null,
    })),
    index: { vectors: engine.indexes.index.size, dimensions: engine.vision.dimensions },
    waiting: Math.max(0, (await engine.pins.count()) - pictures),
  };
}

const shown = 24;

export async function viewChange(
  engine: Pick<Engine, "pins">,
  { mean, pins }: NeighbourChange,
): Promise<ModelChangeView> {
  const most = pins.slice(0, shown);
  const seqs = [...new Set(most.flatMap(({ seq, before, after }) => [seq, ...before, ...after]))];
  const ids = new Map((await engine.pins.readSeqs(seqs)).map(({ seq, id }) => [seq, id]));
  const named = (list: readonly number[]): string[] => list.flatMap((seq) => ids.get(seq) ?? []);
  return {
    mean,
    compared: pins.length,
    pins: most.flatMap(({ seq, overlap, before, after }) => {
      const id = ids.get(seq);
      return id === undefined ? [] : [{ id, overlap, before: named(before), after: named(after) }];
    }),
  };
}
