/** The slates the server serves, written into the event log: what was shown, where, why, under which versions. */
import { createHash } from "node:crypto";
import type { Settings } from "../core/settings.ts";
import { agentClass } from "../events/agents.ts";
import type { ServedSlate } from "../events/events.ts";
import type { Asked } from "./asked.ts";
import { isNameless } from "./privacy.ts";

type About = Pick<Asked, "engine" | "request" | "caller">;
type Slate = Omit<ServedSlate, "person" | "agent" | "settings">;

export function writeSlate({ engine, request, caller }: About, slate: Slate): void {
  const nameless = isNameless({ engine, request, caller });
  const { query, ...rest } = slate;
  engine.events.served({
    ...rest,
    // Words can say who typed them.
    ...(query !== undefined && !(nameless && slate.source === "words") && { query }),
    ...(caller.person && !nameless && { person: caller.person.id }),
    agent: agentClass(request.headers["user-agent"] ?? ""),
    settings: settingsVersion(engine.settings),
  });
}

/** The same settings have the same version: 12 hex digits. */
function settingsVersion(settings: Settings): string {
  return createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 12);
}
