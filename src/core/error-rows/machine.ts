/** The machine under it: models, disk, processes. */
import type { ErrorRow } from "./error-row.ts";

export const machineErrors = {
  MODEL_MISSING: [
    503,
    4,
    "model file {path} is not there",
    "Reinstall, or set `vision.model` to one that is.",
  ],
  MODEL_UNUSABLE: [
    422,
    2,
    "model {id} cannot be used: {why}",
    "Name a folder with a supported vision model, or an id of the hub while `vision.hub` is on.",
  ],
  NODE_TOO_OLD: [
    503,
    4,
    "this is Node {version}, and Bowerbird runs on Node 24",
    "Run the program with Node 24, or the command line with `npx bowerbird`.",
  ],
  DISK_FULL: [507, 4, "the disk of {path} is full", "Free some space; nothing acknowledged was lost."],
  DATA_READ_ONLY: [503, 4, "the data folder {path} cannot be written", "Give this user write access to it."],
  DATA_CORRUPT: [500, 4, "{what} is damaged: {why}", "Run `bowerbird doctor`, or restore a backup."],
  INFERENCE_FAILED: [500, 1, "the model process stopped twice on this picture", "The picture was set aside."],
  READER_FAILED: [
    503,
    4,
    "the reader of pictures at {address} failed: {why}",
    "Start it, or set `vision.reader` to one that runs.",
  ],
  NOT_READY: [503, 4, "the engine is still starting: {what}", "Try again in a moment."],
  SERVER_UNREACHABLE: [503, 4, "no server answers at {url}", "Start it with `bowerbird start`."],
  INTERNAL: [
    500,
    1,
    "something failed inside Bowerbird",
    "Try again; the log has the details under this request id.",
  ],
} as const satisfies Record<string, ErrorRow>;
