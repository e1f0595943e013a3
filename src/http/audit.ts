/** The trail of what was changed by whom, for the admin. */
import type { Asked } from "./asked.ts";

export async function note(
  { engine, caller }: Pick<Asked, "engine" | "caller">,
  what: string,
  subject: string,
  detail = "",
): Promise<void> {
  await engine.requests.audit({ who: caller.who, what, subject, detail });
}
