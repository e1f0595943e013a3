/** `bowerbird models` and `bowerbird reindex`. */
import type { Command } from "commander";
import { givenSettings, withSettings } from "./data-folder.ts";
import { table } from "./terminal.ts";

interface Options {
  readonly data: string;
  readonly model?: string;
  readonly json?: boolean;
}

export function addModels(bowerbird: Command): void {
  withSettings(bowerbird.command("models"))
    .description("the models whose understandings the data folder holds")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird models")
    .action(listModels);
  withSettings(bowerbird.command("reindex"))
    .description("let a model look at every picture that it has not seen, and build its index")
    .option("--model <model>", "as --vision.model")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird reindex --model ./my-model")
    .action(reindex);
}

async function listModels(options: Options): Promise<void> {
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine({ data: options.data, settings: givenSettings({ ...options }) });
  try {
    const names = [...new Set([engine.vision.model, ...(await engine.understandings.models())])];
    const models = await Promise.all(
      names.map(async (model) => ({
        model,
        ...(await engine.understandings.count(model)),
        active: model === engine.vision.model,
      })),
    );
    const rows = models.map(({ model, pictures, objects, active }) => [
      ...[model, String(pictures), String(objects), active ? "in use" : ""],
    ]);
    const text = table(["model", "pictures", "objects", ""], rows);
    process.stdout.write(options.json ? `${JSON.stringify({ models })}\n` : text);
  } finally {
    await engine.close();
  }
}

async function reindex(options: Options): Promise<void> {
  const { openEngine } = await import("../engine.ts");
  const model = options.model === undefined ? {} : { "vision.model": options.model };
  const engine = await openEngine({
    data: options.data,
    settings: { ...givenSettings({ ...options }), ...model },
  });
  try {
    await engine.importer.resume();
    await engine.indexes.save();
    const found = { model: engine.vision.model, vectors: engine.indexes.index.size };
    const sentence = `${found.vectors} vectors of ${found.model}.\n`;
    process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : sentence);
  } finally {
    await engine.close();
  }
}
