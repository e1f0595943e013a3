/**
 * The one settings table, its rows by subject in `setting-rows/`: name, default, unit, help. A setting is given by `bowerbird.json` in the data folder, by an
 * environment variable (`BOWERBIRD_VISION_MODEL` for `vision.model`) or by a flag (`--vision.model`), the later
 * winning. An unknown name is an error that names the nearest one. `docs/settings.md` is held equal to this table.
 */
import { BowerbirdError } from "./errors.ts";
import { nearestOf } from "./nearest.ts";
import { eventSettings } from "./setting-rows/events.ts";
import { ingestSettings } from "./setting-rows/ingest.ts";
import { searchSettings } from "./setting-rows/search.ts";
import { serverSettings } from "./setting-rows/server.ts";
import type { Setting, Value } from "./setting-rows/setting.ts";
import { visionSettings } from "./setting-rows/vision.ts";

export const settingsTable = {
  ...serverSettings,
  ...ingestSettings,
  ...visionSettings,
  ...searchSettings,
  ...eventSettings,
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;
type Widen<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : never;
export type Settings = { readonly [N in SettingName]: Widen<(typeof settingsTable)[N]["default"]> };

/** The settings with their defaults, changed by `given`; every name and value is checked. */
export function parseSettings(...given: ReadonlyArray<Readonly<Record<string, unknown>>>): Settings {
  const settings: Record<string, Value> = {};
  for (const [name, row] of Object.entries(settingsTable)) settings[name] = row.default;
  for (const source of given) {
    for (const [name, value] of Object.entries(source)) {
      if (value === undefined) continue;
      settings[name] = parseSetting(name, value);
    }
  }
  return settings as Settings;
}

/** One setting's value from a file, an environment variable or a flag. */
export function parseSetting(name: string, value: unknown): Value {
  if (!Object.hasOwn(settingsTable, name)) {
    throw new BowerbirdError("UNKNOWN_SETTING", {
      name,
      nearest: nearestOf(name, Object.keys(settingsTable)),
    });
  }
  const row: Setting = settingsTable[name as SettingName];
  if (typeof row.default === "boolean") {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw new BowerbirdError("BAD_SETTING", { name, why: "it is true or false" });
  }
  if (typeof row.default === "number") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) {
      throw new BowerbirdError("BAD_SETTING", { name, why: "it is a number" });
    }
    if (number < (row.min ?? -Infinity) || number > (row.max ?? Infinity)) {
      throw new BowerbirdError("BAD_SETTING", {
        name,
        why: `it lies between ${row.min ?? "-∞"} and ${row.max ?? "∞"}`,
      });
    }
    return number;
  }
  if (typeof value !== "string") throw new BowerbirdError("BAD_SETTING", { name, why: "it is a word" });
  if (row.choices && !row.choices.includes(value)) {
    throw new BowerbirdError("BAD_SETTING", { name, why: `it is one of ${row.choices.join(", ")}` });
  }
  return value;
}

/** Settings in the environment: `BOWERBIRD_INDEX_EXACT_UP_TO=5` is `index.exactUpTo`. */
export function settingsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(settingsTable)) {
    const value = environment[environmentName(name)];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

export function environmentName(setting: string): string {
  return `BOWERBIRD_${setting
    .replace(/\./g, "_")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()}`;
}
