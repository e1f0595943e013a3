/** What who asks has hidden is left out of every list that is made for them. */
import type { PinFilter } from "../core/nouns.ts";
import type { Asked } from "./asked.ts";

export async function shownTo(
  { engine, caller }: Pick<Asked, "engine" | "caller">,
  filter: PinFilter | undefined,
): Promise<{ filter?: PinFilter }> {
  if (!(await engine.opinions.hidesAny(caller.who))) return filter ? { filter } : {};
  return { filter: { ...filter, notHiddenBy: caller.who } };
}
