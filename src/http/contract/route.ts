/**
 * A route is a value: what it is called, who may use it, what goes in and what comes out. The server, the OpenAPI
 * document, the typed client, the CLI and `docs/http.md` read the same list. Nothing here but zod.
 */
import type { z } from "zod";
import type { Role } from "../../core/nouns.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/**
 * What the answer's body is: `json` as `output` says, `file` bytes, `stream` server-sent events, `text` a plain page.
 */
export type AnswerKind = "json" | "file" | "stream" | "text";

export interface RouteShape {
  readonly method: Method;
  /** With parameters as `{id}`, the way OpenAPI writes them. */
  readonly path: string;
  readonly summary: string;
  /** The least role that may use it. */
  readonly role: Role;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** As JSON, or with files as the field `request` of a multipart form, or as a field for each part of it. */
  readonly body?: z.ZodType;
  /** Files go in the multipart field `picture`, which may repeat when many. */
  readonly upload?: "one" | "many";
  /** Browsers send it when a page closes and cannot add a token: the browser's word that it is this site is enough. */
  readonly beacon?: true;
  /** The handler is given the body's bytes, because it is large and often sent; `body` says what they are. */
  readonly rawBody?: true;
  readonly answer?: AnswerKind;
  readonly output?: z.ZodType;
  /** Status of success, 200 when not said. */
  readonly status?: 200 | 201 | 202 | 204;
}

/** Keeps the exact types of a route, so that the client knows what it takes and gives. */
export function route<const R extends RouteShape>(shape: R): R {
  return shape;
}
