/** What went wrong with a command: code, sentence and what to do, and the exit code of the error table. */
import { CommanderError } from "commander";
import { BowerbirdError, type ErrorCode, errorTable, toBowerbirdError } from "../core/errors.ts";
import { nearestOf } from "../core/nearest.ts";
import { ClientError } from "../http/client.ts";

interface Failure {
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
  readonly exitCode: number;
}

/** Says it to the person, or as JSON to a machine. @returns the exit code */
export function reportFailure(thrown: unknown, json: boolean): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
  const { exitCode, ...failure } = failureOf(thrown);
  if (json) process.stdout.write(`${JSON.stringify({ error: failure })}\n`);
  else process.stderr.write(`${failure.code}: ${failure.sentence}.\n${failure.remedy}\n`);
  if (failure.code === "INTERNAL" && thrown instanceof Error) {
    process.stderr.write(`${String(thrown.cause ?? thrown.message)}\n`);
  }
  return exitCode;
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ClientError) {
    const { code, message: sentence, remedy } = thrown;
    return { code, sentence, remedy, exitCode: exitCodeOf(code) };
  }
  const { code, message: sentence, remedy, exitCode } = toBowerbirdError(thrown);
  return { code, sentence, remedy, exitCode };
}

/** Of a code that came over the wire; a server that is newer may know more of them. */
export function exitCodeOf(code: string): number {
  return Object.hasOwn(errorTable, code) ? errorTable[code as ErrorCode][1] : 1;
}

/** What commander says of a command line that it cannot read. */
export function commandFailure(
  error: CommanderError,
  line: readonly string[],
  commands: readonly string[],
): BowerbirdError {
  const name = line.find((word) => !word.startsWith("-")) ?? "";
  if (error.code === "commander.unknownCommand" || !commands.includes(name)) {
    return new BowerbirdError("UNKNOWN_COMMAND", { name, nearest: nearestOf(name, commands) });
  }
  const why = error.message
    .replace(/^error: /, "")
    .replaceAll("'", "`")
    .split("\n")[0];
  return new BowerbirdError("BAD_COMMAND", { why, command: `bowerbird ${name}` });
}
