/** `bowerbird erase PERSON`: forgets a person everywhere, through the server that uses the data folder or by itself. */
import type { Command } from "commander";
import type { Forgotten } from "../catalog/forgetting.ts";
import { BowerbirdError } from "../core/errors.ts";
import { withData, withSettings } from "./data-folder.ts";
import { table } from "./terminal.ts";

interface EraseCommand {
  readonly data: string;
  readonly pictures?: boolean;
  readonly json?: boolean;
}

export function addErase(bowerbird: Command): void {
  withSettings(bowerbird.command("erase"))
    .argument("<person>", "a person's id or e-mail address")
    .description("forget a person: account, boards, notes, follows, reports and events; there is no way back")
    .option("--pictures", "delete the pictures they added, too; otherwise these stay without their name")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird erase ada@example.org")
    .action(erase);
}

async function erase(person: string, options: EraseCommand): Promise<void> {
  const pictures = options.pictures === true;
  const erased: Forgotten = await withData(
    options,
    async (client) => {
      const query = { pictures: pictures ? ("true" as const) : ("false" as const) };
      return (await client.people.remove({ params: { id: person }, query })).erased;
    },
    async (engine) => {
      const found = await engine.people.find(person);
      if (!found) throw new BowerbirdError("PERSON_NOT_FOUND", { id: person });
      const forgotten = await engine.forget(found.id, { pictures });
      await engine.requests.audit({ who: "commands", what: "people.erase", subject: "erased", detail: "" });
      return forgotten;
    },
  );
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ erased })}\n`);
    return;
  }
  const rows = Object.entries(erased).map(([what, count]) => [
    what,
    count === null ? "none kept" : String(count),
  ]);
  process.stdout.write(`Erased.\n${table(["what", "how many"], rows)}`);
}
