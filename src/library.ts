/**
 * `import … from "bowerbird"`: the engine, opened on the Node that it needs. What is behind it is loaded only then, so
 * that an older Node gets a sentence instead of the first thing that it does not know.
 */
import { BowerbirdError } from "./core/errors.ts";
import type { Engine, EngineOptions } from "./engine/face.ts";

export { BowerbirdError } from "./core/errors.ts";
export type { Engine, EngineOptions } from "./engine/face.ts";

const oldestNode = 24;

/**
 * @throws NODE_TOO_OLD
 * @throws DATA_LOCKED DATA_NEWER DATA_CORRUPT DATA_READ_ONLY UNKNOWN_SETTING BAD_SETTING
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) < oldestNode) throw new BowerbirdError("NODE_TOO_OLD", { version: node });
  const engine = await import("./engine.ts");
  return engine.openEngine(options);
}
