/** Processor time of the processes that this one has started and that still run. Linux and macOS; whole seconds. */
import { execFileSync } from "node:child_process";

/** Seconds, user and system together. */
export function secondsOfChildren(): number {
  const rows = execFileSync("ps", ["-e", "-o", "ppid=,time="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([parent]) => Number(parent) === process.pid)
    .reduce((sum, [, time]) => sum + secondsOf(time), 0);
}

/** `[[days-]hours:]minutes:seconds` */
function secondsOf(time: string): number {
  const [days, clock] = time.includes("-") ? time.split("-") : ["0", time];
  return clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0) + 86_400 * Number(days);
}

/** Of this process. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
