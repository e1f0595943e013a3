/** The pins that fit a filter. The last sets are remembered for as long as nothing in the state changes. */
import { pinSet } from "../../../catalog/pin-set.ts";
import type { PinFilter } from "../../../core/nouns.ts";
import type { PinSet } from "../../../core/ports.ts";
import type { Database } from "../database.ts";
import { conditionOf } from "./filters.ts";

/** Someone who types asks with the same filter again and again. */
const mostRemembered = 8;

export function matchingPins(database: Database): (filter: PinFilter) => PinSet {
  const sets = new Map<string, PinSet>();
  let seenChanges = -1;
  return (filter) => {
    const { sql, values } = conditionOf(filter);
    const changes = Number(database.get("select total_changes() as changes")?.changes);
    if (changes !== seenChanges) sets.clear();
    seenChanges = changes;
    const key = JSON.stringify([sql, values]);
    const known = sets.get(key) ?? pinSet(database.numbers(`select seq from pins where ${sql}`, ...values));
    sets.delete(key);
    sets.set(key, known);
    for (const oldest of sets.keys()) {
      if (sets.size <= mostRemembered) break;
      sets.delete(oldest);
    }
    return known;
  };
}
