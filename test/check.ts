/** `npm run check`: types, lint and format, unused code, the web app's budget, floors and cycles. Prints what fails; exit code 1 when anything does. */
import { spawnSync } from "node:child_process";

const checks: ReadonlyArray<readonly [what: string, command: string, ...rest: string[]]> = [
  ["types", "tsc", "-p", "."],
  ["types of the web app", "tsc", "-p", "web"],
  ["lint and format", "biome", "ci", "--colors=off", "--diagnostic-level=error", "."],
  ["unused code", "knip"],
  ["script budget of the web app", "node", "test/budget.ts"],
  ["floors and cycles", "vitest", "run", "--project", "node", "test/floors.test.ts", "--silent"],
];

let failed = 0;
for (const [what, command, ...rest] of checks) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, rest, {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "✓" : "✗"} ${what} (${seconds} s)`);
  if (status !== 0) {
    failed++;
    console.log(`${stdout ?? ""}${stderr ?? ""}`);
  }
}
console.log(failed === 0 ? "All checks passed." : `${failed} of ${checks.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
