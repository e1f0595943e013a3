/**
 * What a question may be: one SELECT over the views, with the functions that make rows of nothing but their arguments.
 * DuckDB parses it; the tree is looked through for other tables and for functions that read files.
 */
import { BowerbirdError } from "../../core/errors.ts";

const rowFunctions = new Set(["range", "generate_series", "unnest", "repeat", "repeat_row"]);

/**
 * @param tree what `json_serialize_sql` says of the SQL
 * @returns the views it names
 * @throws SQL_REFUSED SQL_FAILED
 */
export function refuseOthers(tree: string, views: ReadonlySet<string>): ReadonlySet<string> {
  const parsed = JSON.parse(tree) as {
    error: boolean;
    error_type?: string;
    error_message?: string;
    statements?: unknown[];
  };
  if (parsed.error) {
    const why = parsed.error_message ?? "it cannot be read";
    if (parsed.error_type === "not implemented") {
      throw new BowerbirdError("SQL_REFUSED", { why: "only SELECT is allowed" });
    }
    throw new BowerbirdError("SQL_FAILED", { why });
  }
  if (parsed.statements?.length !== 1) {
    throw new BowerbirdError("SQL_REFUSED", { why: "it is not exactly one statement" });
  }
  const named = new Set<string>();
  const used = new Set<string>();
  visit(parsed.statements, (node) => {
    const map = node.cte_map as { map?: ReadonlyArray<{ key: string }> } | undefined;
    for (const { key } of map?.map ?? []) {
      // Looked up without regard to scope, so such a name must be neither a file nor a table of ours.
      if (!/^[a-z_]\w*$/i.test(key) || /^(recent_\d+|kept_\w+)$/i.test(key)) {
        throw new BowerbirdError("SQL_REFUSED", { why: `${key} cannot be the name of a part of it` });
      }
      named.add(key.toLowerCase());
    }
  });
  visit(parsed.statements, (node) => {
    if (node.type === "BASE_TABLE") {
      const name = String(node.table_name).toLowerCase();
      const local = node.catalog_name === "" && (node.schema_name === "" || node.schema_name === "main");
      if (!local || !(views.has(name) || named.has(name))) {
        throw new BowerbirdError("SQL_REFUSED", { why: `there is no view ${String(node.table_name)}` });
      }
      used.add(name);
    }
    if (node.type === "TABLE_FUNCTION") {
      const { function_name: name } = (node.function ?? {}) as { function_name?: string };
      if (!rowFunctions.has(String(name).toLowerCase())) {
        throw new BowerbirdError("SQL_REFUSED", { why: `the function ${String(name)} is not allowed` });
      }
    }
    if (node.type === "SHOW_REF") throw new BowerbirdError("SQL_REFUSED", { why: "only SELECT is allowed" });
  });
  return used;
}

function visit(node: unknown, look: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, look);
  else if (typeof node === "object" && node !== null) {
    look(node as Record<string, unknown>);
    for (const inner of Object.values(node)) visit(inner, look);
  }
}
