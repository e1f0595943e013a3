/** `bowerbird eval compose`: how well a picture and words together are obeyed. */
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import type { Engine } from "../../engine.ts";
import type { ComposedPicture } from "../../search/evaluate-compose.ts";
import { parseCount } from "../parse-count.ts";
import { jsonLines, print, tell, withEmptyEngine } from "./evaluation.ts";

const row = z.object({
  file: z.string(),
  kind: z.enum(["item", "scene"]),
  items: z.array(
    z.object({
      itemId: z.number(),
      category: z.string(),
      colour: z.string(),
      material: z.string(),
      share: z.number(),
    }),
  ),
});

interface ComposeOptions {
  readonly catalogue: string;
  readonly data?: string;
  readonly every: string;
  readonly json?: boolean;
}

export function addEvalCompose(evaluation: Command): void {
  evaluation
    .command("compose")
    .description('how well a picture and words together are obeyed: an item\'s picture, "in green"')
    .requiredOption("--catalogue <folder>", "a folder like the sample catalogue")
    .option("--data <folder>", "a data folder that already holds it; else it is imported first")
    .option("--every <count>", "ask one in so many questions", "1")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird eval compose --catalogue samples/home")
    .action(compose);
}

async function compose({ catalogue, data, every, json }: ComposeOptions): Promise<void> {
  const { evaluateCompose } = await import("../../search/evaluate-compose.ts");
  const ask = async (engine: Engine): Promise<void> => {
    const pictures = await truthOf(engine, catalogue);
    print(await evaluateCompose(engine.composed, pictures, parseCount(every), tell), json);
  };
  if (data === undefined) {
    await withEmptyEngine(async (engine) => {
      await engine.importer.importFrom(catalogue, { owner: "evaluation" });
      await ask(engine);
    });
    return;
  }
  const { openEngine } = await import("../../engine.ts");
  const engine = await openEngine({ data });
  await ask(engine).finally(() => engine.close());
}

/** A catalogue's truth by pin, found by the name of the file that it came from. @throws SOURCE_NOT_FOUND SOURCE_UNREADABLE */
export async function truthOf({ pins }: Pick<Engine, "pins">, catalogue: string): Promise<ComposedPicture[]> {
  const rows = jsonLines(join(catalogue, "pins.jsonl"), row);
  const ids = new Map<string, string>();
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof pins.list>> = await pins.list({
      limit: 500,
      ...(cursor !== null && { cursor }),
    });
    for (const { id, sources } of page.items) {
      for (const source of sources) ids.set(source.split("/").at(-1) ?? "", id);
    }
    if (page.cursor === null) break;
    cursor = page.cursor;
  }
  return rows.flatMap(({ file, ...truth }) => {
    const id = ids.get(file.split("/").at(-1) ?? "");
    return id === undefined ? [] : [{ ...truth, id }];
  });
}
