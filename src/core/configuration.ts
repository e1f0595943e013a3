/**
 * The settings in force, where each comes from, and how they are changed for good: a change is written to
 * `bowerbird.json`; one that is `atOnce` is in force when the promise resolves, every other one at the next start.
 */
import type { Setting, Value } from "./setting-rows/setting.ts";
import { parseSetting, parseSettings, type SettingName, type Settings, settingsTable } from "./settings.ts";

type Given = Readonly<Record<string, unknown>>;

/** The settings a person keeps beside the data. */
export interface SettingsFile {
  read(): Given;
  write(settings: Given): Promise<void>;
}

/** Who said what a setting is; the later in this list wins. */
export type SettingSource = "default" | "file" | "environment" | "flag";

export interface SettingState {
  readonly name: SettingName;
  readonly row: Setting;
  readonly value: Value;
  readonly source: SettingSource;
  /** What it will be at the next start, when that is something else. */
  readonly next: Value;
}

export interface Configuration {
  /** What is in force now; the same object for ever, so whoever reads it late reads what is new. */
  readonly settings: Settings;
  list(): readonly SettingState[];
  /** Null takes a setting out of the file. Nothing is written when one of them is wrong. @throws UNKNOWN_SETTING BAD_SETTING */
  change(values: Readonly<Record<string, Value | null>>): Promise<readonly SettingState[]>;
}

/** @throws UNKNOWN_SETTING BAD_SETTING */
export function configuration(file: SettingsFile, environment: Given, flags: Given): Configuration {
  let kept = file.read();
  const settings: Record<string, Value> = { ...parseSettings(kept, environment, flags) };
  const sources = { file: () => kept, environment: () => environment, flag: () => flags };

  const sourceOf = (name: string): SettingSource => {
    for (const source of ["flag", "environment", "file"] as const) {
      if (sources[source]()[name] !== undefined) return source;
    }
    return "default";
  };
  const list = (): readonly SettingState[] => {
    const next = parseSettings(kept, environment, flags);
    return Object.entries(settingsTable).map(([text, row]) => {
      const name = text as SettingName;
      return { name, row, value: settings[name], source: sourceOf(name), next: next[name] };
    });
  };
  return {
    settings: settings as Settings,
    list,
    change: async (values) => {
      const changed: Record<string, unknown> = { ...kept };
      for (const [name, value] of Object.entries(values)) {
        const row: Setting | undefined = settingsTable[name as SettingName];
        if (value === null && row !== undefined) delete changed[name];
        else changed[name] = parseSetting(name, value);
      }
      await file.write(changed);
      kept = changed;
      for (const { name, row, next } of list()) if (row.atOnce) settings[name] = next;
      return list();
    },
  };
}
