/**
 * The one settings table: name, default, unit, help. A setting is given by `bowerbird.json` in the data folder, by an
 * environment variable (`BOWERBIRD_VISION_MODEL` for `vision.model`) or by a flag (`--vision.model`), the later
 * winning. An unknown name is an error that names the nearest one. `docs/settings.md` is held equal to this table.
 */
import { BowerbirdError } from "./errors.ts";

type Value = string | number | boolean;

interface Setting<T extends Value = Value> {
  readonly default: T;
  /** Unit of a number, or the choices of a word. */
  readonly unit: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

export const settingsTable = {
  "server.port": {
    default: 8080,
    unit: "port",
    min: 0,
    max: 65535,
    help: "Where the server listens; the next free port is taken when it is not.",
  },
  "server.host": {
    default: "127.0.0.1",
    unit: "address",
    help: "The address the server listens on; 0.0.0.0 for every one.",
  },
  "server.bodyMegabytes": { default: 64, unit: "MB", min: 1, help: "The largest request body." },
  "server.requestsPerMinute": {
    default: 1200,
    unit: "requests",
    min: 1,
    help: "Rate limit for one address or key.",
  },
  "server.logLevel": {
    default: "warn",
    unit: "level",
    choices: ["silent", "error", "warn", "info", "debug"],
    help: "How much the log says.",
  },
  "access.anonymous": {
    default: "viewer",
    unit: "role",
    choices: ["none", "viewer", "member"],
    help: "What a visitor who has not signed in may do.",
  },
  "access.sessionDays": { default: 30, unit: "days", min: 1, help: "How long a session lasts without use." },
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
  "vision.model": {
    default: "builtin",
    unit: "model",
    help: "`builtin`, a folder, or a Hugging Face id, for embeddings.",
  },
  "vision.detector": {
    default: "builtin",
    unit: "model",
    help: "`builtin`, a folder, or a Hugging Face id, for objects.",
  },
  "vision.hub": {
    default: false,
    unit: "yes or no",
    help: "Allow models to be downloaded from the Hugging Face hub.",
  },
  "vision.processes": { default: 0, unit: "processes", min: 0, help: "Model processes; 0 for one a core." },
  "vision.threads": { default: 1, unit: "threads", min: 1, help: "Threads of each model process." },
  "vision.recycleAfter": {
    default: 5000,
    unit: "pictures",
    min: 1,
    help: "A model process is replaced after this many pictures.",
  },
  "vision.cuda": {
    default: "auto",
    unit: "choice",
    choices: ["auto", "on", "off"],
    help: "Use an NVIDIA GPU through CUDA.",
  },
  "index.exactUpTo": {
    default: 100000,
    unit: "vectors",
    min: 0,
    help: "Up to this size every search is exact.",
  },
  "index.selective": {
    default: 0.05,
    unit: "share",
    min: 0,
    max: 1,
    help: "A filter that keeps at most this share is searched exactly.",
  },
  "index.connectivity": {
    default: 16,
    unit: "neighbours",
    min: 4,
    max: 128,
    help: "HNSW: neighbours of a node.",
  },
  "index.expansionAdd": {
    default: 128,
    unit: "candidates",
    min: 8,
    help: "HNSW: candidates looked at when adding.",
  },
  "index.expansionSearch": {
    default: 128,
    unit: "candidates",
    min: 8,
    help: "HNSW: candidates looked at when searching.",
  },
  "index.gaugeEvery": {
    default: 100,
    unit: "searches",
    min: 0,
    help: "One search in this many is repeated exactly to gauge recall; 0 for never.",
  },
  "search.results": {
    default: 60,
    unit: "pins",
    min: 1,
    max: 1000,
    help: "Results a page when the request does not say.",
  },
  "search.cutoff": {
    default: 0.01,
    unit: "false positive rate",
    min: 0,
    max: 1,
    help: "The chance that an unrelated picture passes the cutoff.",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;
type Widen<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : never;
export type Settings = { readonly [N in SettingName]: Widen<(typeof settingsTable)[N]["default"]> };

/** The settings with their defaults, changed by `given`; every name and value is checked. */
export function parseSettings(...given: ReadonlyArray<Readonly<Record<string, unknown>>>): Settings {
  const settings: Record<string, Value> = {};
  for (const [name, row] of Object.entries(settingsTable)) settings[name] = row.default;
  for (const source of given) {
    for (const [name, value] of Object.entries(source)) {
      if (value === undefined) continue;
      settings[name] = parseSetting(name, value);
    }
  }
  return settings as Settings;
}

/** One setting's value from a file, an environment variable or a flag. */
export function parseSetting(name: string, value: unknown): Value {
  if (!Object.hasOwn(settingsTable, name)) {
    throw new BowerbirdError("UNKNOWN_SETTING", { name, nearest: nearestSetting(name) });
  }
  const row: Setting = settingsTable[name as SettingName];
  if (typeof row.default === "boolean") {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw new BowerbirdError("BAD_SETTING", { name, why: "it is true or false" });
  }
  if (typeof row.default === "number") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) {
      throw new BowerbirdError("BAD_SETTING", { name, why: "it is a number" });
    }
    if (number < (row.min ?? -Infinity) || number > (row.max ?? Infinity)) {
      throw new BowerbirdError("BAD_SETTING", {
        name,
        why: `it lies between ${row.min ?? "-∞"} and ${row.max ?? "∞"}`,
      });
    }
    return number;
  }
  if (typeof value !== "string") throw new BowerbirdError("BAD_SETTING", { name, why: "it is a word" });
  if (row.choices && !row.choices.includes(value)) {
    throw new BowerbirdError("BAD_SETTING", { name, why: `it is one of ${row.choices.join(", ")}` });
  }
  return value;
}

/** Settings in the environment: `BOWERBIRD_INDEX_EXACT_UP_TO=5` is `index.exactUpTo`. */
export function settingsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(settingsTable)) {
    const value = environment[environmentName(name)];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

export function environmentName(setting: string): string {
  return `BOWERBIRD_${setting
    .replace(/\./g, "_")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()}`;
}

function nearestSetting(name: string): string {
  const distances = Object.keys(settingsTable).map((known) => [known, editDistance(name, known)] as const);
  return distances.reduce((best, next) => (next[1] < best[1] ? next : best))[0];
}

/** Levenshtein's distance, O(n·m). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, substitution);
    }
    previous = current;
  }
  return previous[b.length];
}
