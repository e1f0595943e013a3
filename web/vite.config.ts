/** Builds `web/dist`; in development, asks for the API at the server named by BOWERBIRD_URL. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { routeList } from "../src/http/contract/routes.ts";

const api = process.env.BOWERBIRD_URL ?? "http://127.0.0.1:8080";
const firstSegments = [...new Set(routeList.map(({ route }) => route.path.split("/")[1]))];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
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
