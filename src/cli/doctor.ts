/** `bowerbird doctor`: checks the state, the index and the files, and repairs what is derived. */
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import { givenSettings, withSettings } from "./data-folder.ts";
import { table } from "./terminal.ts";

export function addDoctor(bowerbird: Command): void {
  withSettings(bowerbird.command("doctor"))
    .description("check the data folder and repair what can be rebuilt")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird doctor")
    .action(async (options: { data: string; json?: boolean }) => {
      const { openEngine } = await import("../engine.ts");
      const engine = await openEngine({ data: options.data, settings: givenSettings({ ...options }) });
      try {
        const state = engine.check();
        await engine.importer.resume();
        const missing = await engine.understandings.missing(engine.vision.model, 1000);
        const findings = {
          state,
          pins: await engine.pins.count(),
          notUnderstood: missing.length,
          vectors: engine.indexes.index.size,
          index: engine.repair.kind,
          model: engine.vision.model,
        };
        const rows = Object.entries(findings).map(([what, found]) => [what, String(found)]);
        process.stdout.write(options.json ? `${JSON.stringify(findings)}\n` : table(["what", "found"], rows));
        if (state !== "ok") throw new BowerbirdError("DATA_CORRUPT", { what: "the state", why: state });
      } finally {
        await engine.close();
      }
    });
}
