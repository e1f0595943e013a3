/**
 * `npm run dev`: the server, started again when a file of src/ changes, and before it the web app with hot reload.
 * Flags go to the server: `npm run dev -- --data DIR`.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { createServer as createWeb } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const api = await new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
process.env.BOWERBIRD_URL = `http://127.0.0.1:${api}`;
const web = await createWeb({ configFile: here("../web/vite.config.ts") });
await web.listen();

const [address] = web.resolvedUrls?.local ?? [];
const server = spawn(
  process.execPath,
  [
    ...["--watch", "--watch-preserve-output", here("../src/cli/main.ts")],
    ...["start", "--sample", "--no-web", "--port", String(api), "--server.url", address],
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
server.on("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
