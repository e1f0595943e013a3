/** `bowerbird stats …`: the statistics library at the command line. */
import type { Command } from "commander";

export function addStats(bowerbird: Command): void {
  const stats = bowerbird.command("stats").description("the statistics library");
  stats
    .command("run <file>")
    .description("answer a file of cases ({cases: [{id, feature, input}]}; - reads standard input) as JSON")
    .addHelpText("after", "\nExample:\n  bowerbird stats run cases.json")
    .action(async (file: string) => {
      const [{ BowerbirdError }, { readFile }, { text }, { runCases }] = await Promise.all([
        import("../core/errors.ts"),
        import("node:fs/promises"),
        import("node:stream/consumers"),
        import("../stats/run/run-cases.ts"),
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
      process.stdout.write(`${JSON.stringify(runCases(parsed))}\n`);
    });
}
