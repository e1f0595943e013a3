/** `bowerbird eval …`: figures of quality that anyone can compute on their own data. */
import type { Command } from "commander";
import { addEvalCompose } from "./eval-compose.ts";
import { addEvalForecast } from "./eval-forecast.ts";
import { addEvalText } from "./eval-text.ts";
import { addEvalVision } from "./eval-vision.ts";

export function addEval(bowerbird: Command): void {
  const evaluation = bowerbird
    .command("eval")
    .description("measure quality on your own data")
    .addHelpText(
      "after",
      "\nExample:\n  bowerbird eval retrieval --manifest M.jsonl --root ./pictures --json",
    );
  addEvalVision(evaluation);
  addEvalText(evaluation);
  addEvalCompose(evaluation);
  addEvalForecast(evaluation);
}
