/** What may come in. */
import type { Setting } from "./setting.ts";

export const ingestSettings = {
  "ingest.megabytes": { default: 50, unit: "MB", min: 1, help: "The largest picture file." },
  "ingest.megapixels": {
    default: 100,
    unit: "megapixels",
    min: 1,
    help: "The most pixels a picture may have.",
  },
  "ingest.seconds": { default: 20, unit: "s", min: 1, help: "How long one picture may take." },
  "ingest.archiveGigabytes": {
    default: 20,
    unit: "GB",
    min: 0.001,
    help: "The most an archive may unpack to.",
  },
  "ingest.linkSeconds": { default: 20, unit: "s", min: 1, help: "How long one link may take." },
  "ingest.privateLinks": {
    default: false,
    unit: "yes or no",
    help: "Follow links to private and loopback addresses; only for tests and closed networks.",
  },
} as const satisfies Record<string, Setting>;
