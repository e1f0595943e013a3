/** What sent an event, by its User-Agent. Programs that do not say what they are look like browsers. */
import type { AgentClass } from "../core/event-log.ts";

const bots = /bot\b|crawl|spider|slurp|headless|scrap|lighthouse|facebookexternalhit|monitor|preview/i;
const phones = /\b(Mobile|Android|iPhone|iPad)\b/i;

export function agentClass(userAgent: string): AgentClass {
  if (bots.test(userAgent)) return "bot";
  if (phones.test(userAgent)) return "phone";
  return /^Mozilla\//.test(userAgent) ? "browser" : "program";
}
