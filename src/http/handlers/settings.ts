/** The settings over HTTP. */
import type { SettingState } from "../../core/configuration.ts";
import type { Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { SettingView, settings } from "../contract/settings.ts";

export const settingHandlers: Handlers<typeof settings> = {
  list: async ({ engine }) => view(engine.configuration.list()),
  change: async (asked) => {
    const states = await asked.engine.configuration.change(asked.body);
    for (const [name, value] of Object.entries(asked.body)) {
      await note(asked, "settings.change", name, value === null ? "back to the default" : String(value));
    }
    return view(states);
  },
};

function view(states: readonly SettingState[]): { items: SettingView[]; restartNeeded: boolean } {
  const items = states.map(({ name, row, value, source, next }) => ({
    ...{ name, value, source, default: row.default, unit: row.unit, help: row.help },
    choices: row.choices ? [...row.choices] : null,
    min: row.min ?? null,
    max: row.max ?? null,
    atOnce: row.atOnce ?? false,
    afterRestart: next === value ? null : next,
  }));
  return { items, restartNeeded: items.some(({ afterRestart }) => afterRestart !== null) };
}
