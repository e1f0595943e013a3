/** `npm run build`: the compiled program in dist/ and the web app in web/dist/, as the package carries them. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { carryRuntime } from "./carry-runtime.js";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}/dist`, { recursive: true, force: true });
for (const [command, ...rest] of [
  ["tsc", "-p", "tsconfig.build.json"],
  ["vite", "build", "--config", "web/vite.config.ts", "--logLevel", "warn"],
]) {
  const { status } = spawnSync(command, rest, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
carryRuntime(`${root}/node_modules`, `${root}/dist/node_modules`);
