/** `bowerbird stats …`: the statistics library at the command line. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { Companions } from "../../stats/reference-cases/reference-cases.ts";
import { addCalibrate } from "./stats-calibrate.ts";

export function addStats(bowerbird: Command): void {
  const stats = bowerbird
    .command("stats")
    .description("the statistics library")
    .addHelpText("after", "\nExample:\n  bowerbird stats run cases.json");
  stats
    .command("run <file>")
    .option("--data <folder>", "where the *.data.json files that cases name lie; beside the file by default")
    .description("answer a file of cases ({cases: [{id, feature, input}]}; - reads standard input) as JSON")
    .addHelpText("after", "\nExample:\n  bowerbird stats run cases.json")
    .action(async (file: string, options: { data?: string }) => {
      const [{ BowerbirdError }, { text }, { runCases }] = await Promise.all([
        import("../../core/errors.ts"),
        import("node:stream/consumers"),
        import("../../stats/reference-cases/reference-cases.ts"),
      ]);
      const read = async (): Promise<string> => {
        if (file === "-") return text(process.stdin);
        return readFile(file, "utf8").catch((thrown: unknown) => {
          throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file }, { cause: thrown });
        });
      };
      const content = await read();
      let parsed: unknown;
      try {
        parsed = JSON.parse(content);
      } catch (thrown) {
        throw new BowerbirdError("BAD_INPUT", { what: file, why: "it is not JSON" }, { cause: thrown });
      }
      const folder = options.data ?? (file === "-" ? "." : dirname(file));
      process.stdout.write(`${JSON.stringify(runCases(parsed, await companions(folder)))}\n`);
    });
  addCalibrate(stats);
}

/** The data files of a folder by name; one that is no JSON is as good as not there. */
async function companions(folder: string): Promise<Companions> {
  const found = new Map<string, unknown>();
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(".data.json")) continue;
    try {
      found.set(name, JSON.parse(await readFile(join(folder, name), "utf8")));
    } catch {}
  }
  return found;
}
