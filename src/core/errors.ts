/**
 * The one error table. Every refusal a person can meet is a row here: code, HTTP status, CLI exit code, a sentence
 * that says what happened, and one that says what to do. A code never changes its meaning; `docs/errors.md` is held
 * equal to this table by `test/docs.test.ts`.
 *
 * Exit codes: 1 a fault of ours, 2 bad input, 3 not found, 4 something needed is missing or unavailable,
 * 5 not allowed, 6 in conflict with something else.
 */

type Row = readonly [status: number, exit: number, sentence: string, remedy: string];

export const errorTable = {
  // bad input
  BAD_INPUT: [400, 2, "{what} is not valid: {why}", "Correct it and try again."],
  BAD_CURSOR: [400, 2, "the cursor is not one this list gave out", "Start again from the first page."],
  BAD_VECTOR: [400, 2, "expected {expected} numbers, got {actual}", "Send a vector of the model in use."],
  EMPTY_SAMPLE: [400, 2, "need at least {needed} observations per arm, got {actual}", "Wait for more data."],
  UNKNOWN_SETTING: [
    400,
    2,
    "there is no setting {name}; the nearest is {nearest}",
    "See docs/settings.md for the list.",
  ],
  BAD_SETTING: [400, 2, "setting {name}: {why}", "See docs/settings.md for what it takes."],
  UNKNOWN_COMMAND: [400, 2, "there is no command {name}", "Run `bowerbird --help` for the list."],

  // pictures
  PICTURE_UNREADABLE: [422, 2, "the picture cannot be decoded: {why}", "Send a complete, undamaged file."],
  PICTURE_UNSUPPORTED: [
    415,
    2,
    "the bytes are not a picture of a known type ({sniffed})",
    "Send JPEG, PNG, WebP, AVIF, GIF, TIFF, SVG or HEIC.",
  ],
  PICTURE_TOO_LARGE: [
    413,
    2,
    "the picture has {actual}, more than the bound of {bound}",
    "Send a smaller one, or raise the bound in the settings.",
  ],
  PICTURE_TOO_SLOW: [
    422,
    2,
    "the picture took longer than {seconds} s to process",
    "Send a simpler file, or raise `ingest.seconds`.",
  ],

  // sources and links
  SOURCE_NOT_FOUND: [404, 3, "there is nothing to import at {source}", "Check the path or address."],
  SOURCE_UNREADABLE: [422, 2, "{source} cannot be read: {why}", "Repair the file and import again."],
  SOURCE_FAILED: [422, 2, "{failed} of {total} pictures could not be imported", "See the list of failures."],
  LINK_REFUSED: [422, 2, "the link {url} was not followed: {why}", "Use a public http or https address."],
  LINK_FAILED: [502, 4, "the link {url} could not be fetched: {why}", "Check the address and try again."],

  // things that are not there
  PIN_NOT_FOUND: [404, 3, "no pin {id}", "It may have been deleted; list the pins."],
  OBJECT_NOT_FOUND: [404, 3, "pin {id} has no object {object}", "Read the pin for the objects it holds."],
  BOARD_NOT_FOUND: [404, 3, "no board {id}", "List the boards."],
  PERSON_NOT_FOUND: [404, 3, "no person {id}", "List the people."],
  KEY_NOT_FOUND: [404, 3, "no API key {id}", "List the keys."],
  JOB_NOT_FOUND: [404, 3, "no job {id}", "List the jobs."],
  BLOB_NOT_FOUND: [404, 3, "no file {id}", "Read the pin for the files it has."],
  ROUTE_NOT_FOUND: [404, 3, "there is no {method} {path}", "See /reference for every route."],
  MODEL_NOT_FOUND: [404, 3, "no model {id}", "List the models."],

  // conflicts
  DATA_LOCKED: [
    409,
    6,
    "another Bowerbird process ({pid}) owns the data folder {path}",
    "Stop it first, or talk to it over HTTP.",
  ],
  DATA_NEWER: [
    409,
    6,
    "the data folder is of version {found}, this program knows up to {known}",
    "Install a newer Bowerbird; nothing was changed.",
  ],
  MODEL_MISMATCH: [
    409,
    6,
    "the index was built with model {index}, the query uses {query}",
    "Run `bowerbird reindex`.",
  ],
  VERSION_CONFLICT: [
    409,
    6,
    "{what} was changed meanwhile (version {actual}, yours {expected})",
    "Read it again, then repeat the change.",
  ],
  IDEMPOTENCY_CONFLICT: [
    409,
    6,
    "the idempotency key {key} was used for another request",
    "Use a new key for a new request.",
  ],
  NAME_TAKEN: [409, 6, "there is already a {what} named {name}", "Choose another name."],
  PORT_TAKEN: [409, 6, "port {port} is taken", "Choose another with --port."],

  // not allowed
  NOT_SIGNED_IN: [
    401,
    5,
    "this needs a session or an API key",
    "Sign in, or send `Authorization: Bearer …`.",
  ],
  NOT_ALLOWED: [403, 5, "this needs the role {needed}, you have {actual}", "Ask an admin for the role."],
  CSRF_REFUSED: [
    403,
    5,
    "the request did not come from this site",
    "Send the `x-bowerbird-csrf` header with the session's token.",
  ],
  BAD_SIGN_IN: [
    401,
    5,
    "the sign-in link or password is not valid or was used already",
    "Ask for a new link.",
  ],
  TOO_MANY_REQUESTS: [
    429,
    4,
    "too many requests; {max} a minute are allowed",
    "Wait {seconds} s and try again.",
  ],
  BODY_TOO_LARGE: [413, 2, "the request is larger than {bound}", "Send less at once."],

  // the machine
  MODEL_MISSING: [
    503,
    4,
    "model file {path} is not there",
    "Reinstall, or set `vision.model` to one that is.",
  ],
  MODEL_UNUSABLE: [422, 2, "model {id} cannot be used: {why}", "Name a supported vision model."],
  DISK_FULL: [507, 4, "the disk of {path} is full", "Free some space; nothing acknowledged was lost."],
  DATA_READ_ONLY: [503, 4, "the data folder {path} cannot be written", "Give this user write access to it."],
  DATA_CORRUPT: [500, 4, "{what} is damaged: {why}", "Run `bowerbird doctor`, or restore a backup."],
  INFERENCE_FAILED: [500, 1, "the model process stopped twice on this picture", "The picture was set aside."],
  NOT_READY: [503, 4, "the engine is still starting: {what}", "Try again in a moment."],
  SERVER_UNREACHABLE: [503, 4, "no server answers at {url}", "Start it with `bowerbird start`."],
  INTERNAL: [
    500,
    1,
    "something failed inside Bowerbird",
    "Try again; the log has the details under this request id.",
  ],

  // statistics that refuse
  NOT_FINITE: [400, 2, "{what} holds a number that is not finite", "Clean the data first."],
  OUT_OF_RANGE: [400, 2, "{what} is {actual}, it must be {range}", "Correct it and try again."],
  ZERO_VARIANCE: [
    400,
    2,
    "{what} does not vary, so {method} does not apply",
    "Check that the metric is recorded.",
  ],
  RANK_DEFICIENT: [
    400,
    2,
    "column {column} is a combination of the others",
    "Leave it out; its effect cannot be told apart.",
  ],
  SEPARATED: [
    400,
    2,
    "the outcome is perfectly separated by the predictors",
    "Leave one out, or use a penalised model.",
  ],
  NOT_CONVERGED: [
    422,
    2,
    "{method} did not converge in {iterations} steps",
    "Rescale the data or simplify the model.",
  ],
  DOES_NOT_APPLY: [400, 2, "{method} does not apply: {why}", "See docs/statistics for when it does."],
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof errorTable;
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What decision code throws. It knows nothing of HTTP or the terminal; those read the table. */
export class BowerbirdError extends Error {
  override readonly name = "BowerbirdError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(errorTable[code][2], details), options);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorTable[this.code][0];
  }

  get exitCode(): number {
    return errorTable[this.code][1];
  }

  /** What the person can do about it. */
  get remedy(): string {
    return fill(errorTable[this.code][3], this.details);
  }
}

/** Any thrown thing as a row of the table; what is unknown becomes INTERNAL with its cause kept for the log. */
export function toBowerbirdError(thrown: unknown): BowerbirdError {
  if (thrown instanceof BowerbirdError) return thrown;
  const systemCode = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  const path = thrown instanceof Error && "path" in thrown ? String(thrown.path) : "the data folder";
  if (systemCode === "ENOSPC") return new BowerbirdError("DISK_FULL", { path }, { cause: thrown });
  if (systemCode === "EROFS" || systemCode === "EACCES") {
    return new BowerbirdError("DATA_READ_ONLY", { path }, { cause: thrown });
  }
  return new BowerbirdError("INTERNAL", {}, { cause: thrown });
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?"));
}
