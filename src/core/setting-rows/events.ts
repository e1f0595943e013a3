/** The event log. */
import type { Setting } from "./setting.ts";

export const eventSettings = {
  "events.consent": {
    default: "on",
    unit: "answer",
    choices: ["on", "ask", "off"],
    atOnce: true,
    help: "Whether browsers record what people look at: on, after asking each once, or off. A browser that asks not to be tracked is never recorded.",
  },
  "events.batch": {
    default: 2000,
    unit: "events",
    min: 1,
    max: 100_000,
    help: "The largest batch taken at once.",
  },
  "events.futureSeconds": {
    default: 300,
    unit: "s",
    min: 0,
    help: "How far ahead of now an event's corrected time may lie.",
  },
  "events.lateHours": {
    default: 1,
    unit: "hours",
    min: 0,
    help: "An event received later than this after it happened counts as late.",
  },
  "events.retentionDays": {
    default: 0,
    unit: "days",
    min: 0,
    help: "Days that events are kept; 0 for ever.",
  },
  "events.recentRows": {
    default: 250_000,
    unit: "events",
    min: 100,
    help: "The newest events are kept in memory up to this many (400 bytes each), then written as Parquet.",
  },
  "events.recentIds": {
    default: 1_000_000,
    unit: "events",
    min: 100,
    help: "Ids of at least so many of the newest events are kept in memory (32 bytes each), to know a repeat at once; older ones are looked up in files.",
  },
  "events.recentMinutes": {
    default: 15,
    unit: "minutes",
    min: 0.01,
    help: "Events are written as Parquet after this long, however few.",
  },
  "events.memoryMegabytes": { default: 1024, unit: "MB", min: 64, help: "The most memory DuckDB may use." },
  "events.threads": { default: 0, unit: "threads", min: 0, help: "Threads of DuckDB; 0 for one a core." },
  "events.querySeconds": { default: 60, unit: "s", min: 0.05, help: "How long one SQL question may take." },
  "events.queryRows": { default: 10_000, unit: "rows", min: 1, help: "The most rows of one SQL answer." },
} as const satisfies Record<string, Setting>;
