/** Health, checks, metrics and the stream over HTTP. */
import type { Engine } from "../../engine.ts";
import type { Handlers } from "../asked.ts";
import type { CheckView, system } from "../contract/system.ts";
import type { Metrics } from "../metrics.ts";
import { openApi } from "../openapi.ts";

/** What `doctor` reports, too. */
export async function checkEngine(engine: Engine): Promise<CheckView> {
  const pins = await engine.pins.count();
  const { pictures } = await engine.understandings.count(engine.vision.model);
  const { unusable } = engine.vision;
  return {
    state: engine.check(),
    pins,
    notUnderstood: Math.max(0, pins - pictures),
    vectors: engine.indexes.index.size,
    index: engine.unsaved() ?? engine.repair.kind,
    model: engine.vision.model,
    vision: unusable ? `${unusable.message}; ${unusable.remedy}` : "ok",
  };
}

export function systemHandlers(version: string, metrics: Metrics): Handlers<typeof system> {
  const document = openApi(version);
  return {
    health: async () => ({ status: "ok", version }),
    ready: async ({ engine }) => ({ status: "ready", pins: await engine.pins.count() }),
    check: async ({ engine }) => checkEngine(engine),
    metrics: async ({ engine, reply }) => reply.type(metrics.contentType).send(await metrics.read(engine)),
    openapi: async () => document,
    stream: async ({ happenings, reply }) => {
      happenings.follow(reply);
      return reply;
    },
  };
}
