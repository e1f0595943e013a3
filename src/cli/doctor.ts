/** `bowerbird doctor`: checks the state, the index and the files, and repairs what is derived. */
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import { checkEngine } from "../http/handlers/system.ts";
import { withData, withSettings } from "./data-folder.ts";
import { table } from "./terminal.ts";

export function addDoctor(bowerbird: Command): void {
  withSettings(bowerbird.command("doctor"))
    .description("check the data folder and repair what can be rebuilt")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird doctor")
    .action(async (options: { data: string; json?: boolean }) => {
      const findings = await withData(
        options,
        (client) => client.system.check(),
        async (engine) => {
          await engine.importer.resume();
          return checkEngine(engine);
        },
      );
      const rows = Object.entries(findings).map(([what, found]) => [what, String(found)]);
      process.stdout.write(options.json ? `${JSON.stringify(findings)}\n` : table(["what", "found"], rows));
      const { state } = findings;
      if (state !== "ok") throw new BowerbirdError("DATA_CORRUPT", { what: "the state", why: state });
    });
}
