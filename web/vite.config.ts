/** Builds `web/dist`; in development, asks for the API at the server named by BOWERBIRD_URL. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build, defineConfig, type Plugin } from "vite";
import { routeList } from "../src/http/contract/routes.ts";

const api = process.env.BOWERBIRD_URL ?? "http://127.0.0.1:8080";
const firstSegments = [...new Set(routeList.map(({ route }) => route.path.split("/")[1]))];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), eventsScript()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2023", manifest: true, assetsInlineLimit: 0 },
  server: {
    proxy: {
      [`^/(reference|${firstSegments.join("|").replaceAll(".", "\\.")})(/|$|\\?)`]: {
        target: api,
        // A page that is typed in or reloaded is the app's, whatever route of the API has its name.
        bypass: ({ method, headers, url = "" }) =>
          method === "GET" && headers.accept?.includes("text/html") && !/^\/(reference|sign-in)\b/.test(url)
            ? "/index.html"
            : undefined,
      },
    },
  },
});

/** `/events.js` is a whole of its own, for pages of other websites. */
function eventsScript(): Plugin {
  return {
    name: "events-script",
    apply: "build",
    async generateBundle() {
      const built = await build({
        configFile: false,
        logLevel: "warn",
        build: {
          ...{ write: false, target: "es2022", minify: true },
          lib: {
            ...{ formats: ["iife"], name: "bowerbirdEvents", fileName: () => "events.js" },
            entry: fileURLToPath(new URL("recording/script.ts", import.meta.url)),
          },
        },
      });
      for (const { output } of [built].flat().filter((each) => "output" in each)) {
        for (const part of output) {
          if (part.type === "chunk")
            this.emitFile({ type: "asset", fileName: "events.js", source: part.code });
        }
      }
    },
  };
}
