/** Jobs, models, settings, health, metrics and the stream over HTTP. */
import { BowerbirdError } from "../../core/errors.ts";
import { type SettingName, settingsTable } from "../../core/settings.ts";
import type { Handlers } from "../asked.ts";
import type { jobs } from "../contract/jobs.ts";
import type { models, settings, system } from "../contract/system.ts";
import type { Metrics } from "../metrics.ts";
import { openApi } from "../openapi.ts";
import { viewJob } from "../pin-views.ts";

export const jobHandlers: Handlers<typeof jobs> = {
  list: async ({ query, engine }) => ({ items: (await engine.jobs.list(query.limit ?? 50)).map(viewJob) }),
  read: async ({ params, engine }) => {
    const job = await engine.jobs.read(params.id);
    if (!job) throw new BowerbirdError("JOB_NOT_FOUND", { id: params.id });
    return viewJob(job);
  },
};

export const modelHandlers: Handlers<typeof models> = {
  read: async ({ engine }) => {
    const active = engine.vision.model;
    const names = [...new Set([active, ...(await engine.understandings.models())])];
    const listed = await Promise.all(
      names.map(async (model) => ({
        model,
        ...(await engine.understandings.count(model)),
        active: model === active,
      })),
    );
    const pictures = listed.find(({ model }) => model === active)?.pictures ?? 0;
    return {
      model: active,
      models: listed,
      index: { vectors: engine.indexes.index.size, dimensions: engine.vision.dimensions },
      waiting: Math.max(0, (await engine.pins.count()) - pictures),
    };
  },
};

export const settingHandlers: Handlers<typeof settings> = {
  list: async ({ engine }) => ({
    items: Object.entries(settingsTable).map(([name, { default: fallback, unit, help }]) => ({
      ...{ name, default: fallback, unit, help },
      value: engine.settings[name as SettingName],
    })),
  }),
};

export function systemHandlers(version: string, metrics: Metrics): Handlers<typeof system> {
  const document = openApi(version);
  return {
    health: async () => ({ status: "ok", version }),
    ready: async ({ engine }) => ({ status: "ready", pins: await engine.pins.count() }),
    metrics: async ({ engine, reply }) => reply.type(metrics.contentType).send(await metrics.read(engine)),
    openapi: async () => document,
    stream: async ({ happenings, reply }) => {
      happenings.follow(reply);
      return reply;
    },
  };
}
