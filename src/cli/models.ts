/** `bowerbird models …` and `bowerbird reindex`: through the server that uses the data folder, or by itself. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Failure, Progress } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import type { Client } from "../http/client.ts";
import type { ModelChangeView, ModelsView } from "../http/contract/models.ts";
import { viewChange, viewModels } from "../http/handlers/models.ts";
import { withData, withSettings } from "./data-folder.ts";
import { endOfJob } from "./job-end.ts";
import { progressLine, table } from "./terminal.ts";

interface DataCommand {
  readonly data: string;
  readonly json?: boolean;
}

interface ReindexCommand extends DataCommand {
  readonly model?: string;
  readonly detector?: string;
  /** False with --no-switch. */
  readonly switch: boolean;
}

type Run = (options: DataCommand, name: string) => Promise<void>;

export function addModels(bowerbird: Command): void {
  const models = withSettings(bowerbird.command("models"))
    .description("the models whose vectors the data folder holds; switching between them")
    .enablePositionalOptions()
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird models")
    .action(list);
  const add = (name: string, description: string, example: string, run: Run): void => {
    withSettings(models.command(name))
      .description(description)
      .option("--json", "print JSON")
      .addHelpText("after", `\nExample:\n  bowerbird models ${example}`)
      .action((...given: unknown[]) => {
        const [options, argument] = given.slice(0, -1).toReversed();
        return run(options as DataCommand, String(argument));
      });
  };
  add(
    "changes <model>",
    "whose neighbours are others under a model than now",
    "changes my-clip@1a2b3c4d",
    changes,
  );
  add("activate <model>", "answer searches with a model that has been built", "activate builtin@2", activate);
  add("rollback", "answer searches with the model that was in use before", "rollback", rollBack);
  add("forget <model>", "drop all that a model saw", "forget my-clip@1a2b3c4d", forget);
  withSettings(bowerbird.command("reindex"))
    .description("let a model look at every picture that it has not seen, build its index, and switch to it")
    .option("--model <model>", "`builtin`, a folder, or a Hugging Face id; the one in use when not said")
    .option("--detector <model>", "the same for the detector")
    .option("--no-switch", "only build it; `models activate` switches")
    .option("--json", "progress and result as JSON lines")
    .addHelpText("after", "\nExample:\n  bowerbird reindex --model ./my-model")
    .action(reindex);
}

const list = (options: DataCommand): Promise<void> =>
  showModels(options, (client) => client.models.read({}), viewModels);

const activate: Run = (options, model) =>
  showModels(
    options,
    (client) => client.models.activate({ body: { model } }),
    async (engine) => {
      await engine.models.activate(model);
      return viewModels(engine);
    },
  );

const rollBack: Run = (options) =>
  showModels(
    options,
    (client) => client.models.rollback({}),
    async (engine) => {
      await engine.models.rollBack();
      return viewModels(engine);
    },
  );

const forget: Run = (options, model) =>
  showModels(
    options,
    (client) => client.models.forget({ body: { model } }),
    async (engine) => {
      await engine.models.forget(model);
      return viewModels(engine);
    },
  );

async function showModels(
  options: DataCommand,
  through: (client: Client) => Promise<ModelsView>,
  alone: (engine: Engine) => Promise<ModelsView>,
): Promise<void> {
  const view = await withData(options, through, alone);
  if (options.json) process.stdout.write(`${JSON.stringify(view)}\n`);
  else process.stdout.write(modelTable(view));
}

function modelTable({ models }: ModelsView): string {
  const rows = models.map(({ model, pictures, objects, active, previous }) => [
    ...[model, String(pictures), String(objects), active ? "in use" : previous ? "before" : ""],
  ]);
  return table(["model", "pictures", "objects", ""], rows);
}

const changes: Run = async (options, model) => {
  const change = await changesOf(options, model);
  if (options.json) process.stdout.write(`${JSON.stringify(change)}\n`);
  else process.stdout.write(changeText(change));
};

const changesOf = (options: DataCommand, model: string): Promise<ModelChangeView> =>
  withData(
    options,
    (client) => client.models.changes({ query: { model } }),
    async (engine) => viewChange(engine, await engine.models.changes(model)),
  );

function changeText({ mean, compared, pins }: ModelChangeView): string {
  if (mean === null) return "No pin was seen by both models.\n";
  const share = (part: number): string => `${Math.round(100 * part)} %`;
  const rows = pins.slice(0, 10).map(({ id, overlap }) => [id, share(overlap)]);
  return `Of the ten nearest pins ${share(mean)} stay the same (${compared} pins compared).\n${table(["most changed", "stay"], rows)}`;
}

interface Reindexed {
  readonly view: ModelsView;
  readonly failures: readonly Failure[];
}

async function reindex(options: ReindexCommand): Promise<void> {
  const line = progressLine(options.json ? null : process.stderr, "reindex");
  const show = (progress: Progress): void => {
    line.show(progress);
    if (options.json) process.stdout.write(`${JSON.stringify({ progress })}\n`);
  };
  const choice = { model: placed(options.model), detector: placed(options.detector) };
  const { view, failures } = await withData(
    options,
    (client) => reindexThrough(client, choice, options.switch, show),
    (engine) => reindexAlone(engine, choice, options.switch, show),
  ).finally(line.end);
  const { model, index } = view;
  if (options.json) {
    const { vectors } = index;
    process.stdout.write(`${JSON.stringify({ model, vectors, failures, models: view.models })}\n`);
    return;
  }
  process.stdout.write(`${modelTable(view)}Searches are answered by ${model}.\n`);
  if (failures.length > 0) {
    const rows = failures.map(({ file, code, sentence }) => [file, code, sentence]);
    process.stdout.write(table(["file", "code", "what happened"], rows));
  }
}

interface Choice {
  readonly model: string | undefined;
  readonly detector: string | undefined;
}

async function reindexThrough(
  client: Client,
  { model, detector }: Choice,
  activates: boolean,
  show: (progress: Progress) => void,
): Promise<Reindexed> {
  const body = {
    activate: activates,
    ...(model !== undefined && { model }),
    ...(detector !== undefined && { detector }),
  };
  const { failures } = await endOfJob(client, await client.models.reindex({ body }), show);
  return { view: await client.models.read({}), failures };
}

async function reindexAlone(
  engine: Engine,
  { model, detector }: Choice,
  activates: boolean,
  show: (progress: Progress) => void,
): Promise<Reindexed> {
  const failures: Failure[] = [];
  const choice = {
    ...(model !== undefined && { embedding: model }),
    ...(detector !== undefined && { detector }),
  };
  const options = { onProgress: show, onFailure: (failure: Failure) => void failures.push(failure) };
  const built = await engine.models.build(choice, options);
  if (activates) await engine.models.activate(built.model);
  return { view: await viewModels(engine), failures };
}

/** A folder named from where the person is, not from where the server is. */
function placed(named: string | undefined): string | undefined {
  return named !== undefined && existsSync(resolve(named)) ? resolve(named) : named;
}
