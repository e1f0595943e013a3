/** What went wrong with a command: code, sentence and what to do, and the exit code of the error table. */
import { type Command, CommanderError } from "commander";
import { BowerbirdError, type ErrorCode, errorTable, toBowerbirdError } from "../core/errors.ts";
import { nearestOf } from "../core/nearest.ts";
import { settingsTable } from "../core/settings.ts";
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
  bowerbird: Command,
): BowerbirdError {
  const setting = /unknown option '--([\w]+\.[\w.]+)/.exec(error.message)?.[1];
  if (setting !== undefined) {
    const nearest = nearestOf(setting, Object.keys(settingsTable));
    return new BowerbirdError("UNKNOWN_SETTING", { name: setting, nearest });
  }
  const { command, rest } = commandOf(line, bowerbird);
  const names = command.commands.map((one) => one.name());
  const isSurplus = ["commander.unknownCommand", "commander.excessArguments"].includes(error.code);
  if (rest !== undefined && names.length > 0 && (isSurplus || command === bowerbird)) {
    return new BowerbirdError("UNKNOWN_COMMAND", { name: rest, nearest: nearestOf(rest, names) });
  }
  const why = error.message
    .replace(/^error: /, "")
    .replaceAll("'", "`")
    .split("\n")[0];
  return new BowerbirdError("BAD_COMMAND", { why, command: nameOf(command) });
}

/** The command that a line gets to, and the first word that it does not know. */
function commandOf(
  line: readonly string[],
  command: Command,
): { command: Command; rest: string | undefined } {
  const at = line.findIndex((word) => !word.startsWith("-"));
  const child = command.commands.find((one) => one.name() === line[at]);
  return child ? commandOf(line.slice(at + 1), child) : { command, rest: line[at] };
}

/** As it is typed: `bowerbird models activate`. */
export function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}
