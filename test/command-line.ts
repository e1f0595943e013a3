/** `bowerbird` as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export const command = (...line: string[]): ChildProcess =>
  spawn(process.execPath, ["src/cli/main.ts", ...line], { stdio: ["ignore", "pipe", "pipe"] });

export async function bowerbird(...line: string[]): Promise<{ exit: number; out: string; said: string }> {
  const child = command(...line);
  if (!child.stdout || !child.stderr) throw new Error("it says nothing");
  const [out, said, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { exit: Number(exit), out, said };
}
