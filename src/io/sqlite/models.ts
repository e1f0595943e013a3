/** Models in the table `meta`: `model NAME` holds how it is opened, `previous_model` what was in use before. */
import type { ModelChoice, ModelStore } from "../../core/models.ts";
import type { Database } from "./database.ts";

export function sqliteModels(database: Database): ModelStore {
  const read = (name: string): string | null => {
    const row = database.get("select value from meta where name = ?", name);
    return row ? String(row.value) : null;
  };
  return {
    choice: async (model) => {
      const text = read(`model ${model}`);
      return text === null ? null : (JSON.parse(text) as ModelChoice);
    },
    remember: async (model, choice) => {
      database.run(
        "insert into meta values (?, ?) on conflict (name) do update set value = excluded.value",
        ...[`model ${model}`, JSON.stringify(choice)],
      );
    },
    previous: async () => read("previous_model"),
  };
}
