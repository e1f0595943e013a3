/** Requests: what was asked is not valid, not there, in conflict, or not allowed. */
import type { ErrorRow } from "./error-row.ts";

export const requestErrors = {
  // bad input
  BAD_INPUT: [400, 2, "{what} is not valid: {why}", "Correct it and try again."],
  BAD_CURSOR: [400, 2, "the cursor is not one this list gave out", "Start again from the first page."],
  BAD_VECTOR: [400, 2, "expected {expected} numbers, got {actual}", "Send a vector of the model in use."],
  EMPTY_SAMPLE: [400, 2, "need at least {needed} observations per arm, got {actual}", "Wait for more data."],
  NOTHING_TO_JUDGE: [
    400,
    2,
    "there is nothing to judge: {why}",
    "See the command's `--help` for what it is given.",
  ],
  UNKNOWN_SETTING: [
    400,
    2,
    "there is no setting {name}; the nearest is {nearest}",
    "See docs/settings.md for the list.",
  ],
  BAD_SETTING: [400, 2, "setting {name}: {why}", "See docs/settings.md for what it takes."],
  UNKNOWN_COMMAND: [
    400,
    2,
    "there is no command {name}; the nearest is {nearest}",
    "Run `bowerbird --help` for the list.",
  ],
  BAD_COMMAND: [
    400,
    2,
    "the command cannot be understood: {why}",
    "Run `{command} --help` to see how it goes.",
  ],

  // things that are not there
  PIN_NOT_FOUND: [404, 3, "no pin {id}", "It may have been deleted; list the pins."],
  OBJECT_NOT_FOUND: [404, 3, "pin {id} has no object {object}", "Read the pin for the objects it holds."],
  BOARD_NOT_FOUND: [404, 3, "no board {id}", "List the boards."],
  PERSON_NOT_FOUND: [404, 3, "no person {id}", "List the people."],
  KEY_NOT_FOUND: [404, 3, "no API key {id}", "List the keys."],
  JOB_NOT_FOUND: [404, 3, "no job {id}", "List the jobs."],
  SEARCH_NOT_FOUND: [404, 3, "no saved search {id}", "List the searches you saved."],
  BLOB_NOT_FOUND: [404, 3, "no file {id}", "Read the pin for the files it has."],
  ROUTE_NOT_FOUND: [404, 3, "there is no {method} {path}", "See /reference for every route."],
  METHOD_NOT_ALLOWED: [
    405,
    2,
    "{path} takes {allowed}, not {method}",
    "See /reference for what each address takes.",
  ],
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
  MODEL_NOT_BUILT: [
    409,
    6,
    "model {id} has seen {pictures} of {total} pictures",
    "Run `bowerbird reindex` with it first.",
  ],
  MODEL_MISMATCH: [
    409,
    6,
    "the vectors are of model {index}, the query is of {query}",
    "Run `bowerbird reindex` to change the model, or leave `vision.model` unset.",
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
  TOO_MANY_SEARCHES: [
    409,
    6,
    "no more than {bound} searches can be saved",
    "Remove one that you no longer need.",
  ],
  PORT_TAKEN: [409, 6, "port {port} is taken", "Choose another with --port."],
  CANNOT_LISTEN: [
    409,
    4,
    "the server cannot listen on {host}, port {port}: {why}",
    "Choose others with --host and --port.",
  ],

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
  MEDIA_TYPE_UNSUPPORTED: [
    415,
    2,
    "the request's body is of a type that is not taken here",
    "Send application/json, or multipart/form-data where pictures go in.",
  ],
  ADDRESS_TOO_LONG: [
    414,
    2,
    "the address, or a header, is longer than {bound}",
    "Send what is long in the body instead.",
  ],
  REQUEST_TOO_SLOW: [
    408,
    4,
    "the request had not come whole after {seconds} s",
    "Send it again, or in smaller parts.",
  ],
  RANGE_REFUSED: [
    416,
    2,
    "the range asked for is outside the file's {size} bytes",
    "Ask for a part that the file has, or for the whole.",
  ],
  BODY_TOO_LARGE: [413, 2, "the request is larger than {bound}", "Send less at once."],
} as const satisfies Record<string, ErrorRow>;
