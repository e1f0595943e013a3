/** `bowerbird.json` in the data folder: settings by name. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SettingsFile } from "../../core/configuration.ts";
import { BowerbirdError } from "../../core/errors.ts";
import { writeSynced } from "./synced-files.ts";

export function settingsFile(data: string): SettingsFile {
  const path = join(data, "bowerbird.json");
  return {
    read: () => (existsSync(path) ? parse(readFileSync(path, "utf8")) : {}),
    write: async (settings) => writeSynced(path, Buffer.from(`${JSON.stringify(settings, null, 2)}\n`)),
  };
}

/** @throws BAD_INPUT */
function parse(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Refused below like every other file that is no table of settings.
  }
  throw new BowerbirdError("BAD_INPUT", {
    what: "bowerbird.json",
    why: "it is not a JSON object of settings",
  });
}
