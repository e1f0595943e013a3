/** Builds `web/dist`; in development, asks for the API at the server named by BOWERBIRD_URL. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2023", manifest: true, assetsInlineLimit: 0 },
  server: {
    proxy: {
      "^/(pins|boards|blobs|thumbnails|search|jobs|imports|session|people|keys|models|settings|stream)(/|$|\\?)":
        process.env.BOWERBIRD_URL ?? "http://127.0.0.1:8080",
    },
  },
});
