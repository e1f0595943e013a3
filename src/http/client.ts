/**
 * The typed client: one function a route, made from the route list, for browsers and Node.
 *
 *     const client = bowerbirdClient({ url: "http://localhost:8080" });
 *     const page = await client.pins.list({ query: { limit: 20 } });
 *     const answer = await client.search.visual({ pictures: [file], body: { k: 20 } });
 */
import type { z } from "zod";
import type { RouteShape } from "./contract/route.ts";
import { routes } from "./contract/routes.ts";
import type { ProblemView } from "./contract/views.ts";

export interface ClientOptions {
  /** Where the server is; empty for the page's own. */
  readonly url?: string;
  /** API key, sent as `Authorization: Bearer`. */
  readonly key?: string;
  /** Token of a cookie session, asked before every write. */
  readonly csrf?: () => string | null;
  readonly fetch?: typeof fetch;
}

type Part<R, K extends "params" | "query" | "body"> = R extends {
  readonly [P in K]: infer S extends z.ZodType;
}
  ? K extends "query"
    ? { readonly query?: z.input<S> }
    : R extends { readonly upload: string }
      ? K extends "params"
        ? { readonly params: z.input<S> }
        : { readonly body?: z.input<S> }
      : { readonly [P in K]: z.input<S> }
  : unknown;

/** What a route takes, with files where it takes them. */
export type InputOf<R extends RouteShape> = Part<R, "params"> &
  Part<R, "query"> &
  Part<R, "body"> &
  (R extends { readonly upload: string } ? { readonly pictures?: readonly Blob[] } : unknown) & {
    readonly signal?: AbortSignal;
    /** A write repeated with the same key is done once. */
    readonly idempotencyKey?: string;
  };

/** What a route gives: its output, or the raw answer of files, streams and plain pages. */
export type OutputOf<R extends RouteShape> = R extends { readonly output: infer S extends z.ZodType }
  ? z.output<S>
  : Response;

type Call<R extends RouteShape> = R extends { readonly params: z.ZodType }
  ? (input: InputOf<R>) => Promise<OutputOf<R>>
  : R extends { readonly upload: string }
    ? (input: InputOf<R>) => Promise<OutputOf<R>>
    : R extends { readonly body: z.ZodType }
      ? (input: InputOf<R>) => Promise<OutputOf<R>>
      : (input?: InputOf<R>) => Promise<OutputOf<R>>;

type Routes = typeof routes;
export type Client = {
  readonly [N in keyof Routes]: {
    readonly [V in keyof Routes[N]]: Routes[N][V] extends RouteShape ? Call<Routes[N][V]> : never;
  };
};

/** A refusal by the server: code, sentence and remedy of the one error table. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: string;
  readonly status: number;
  readonly remedy: string;
  /** Look for it in the server's log. */
  readonly requestId: string;

  constructor(
    problem: Pick<ProblemView, "code" | "status" | "detail" | "remedy" | "instance">,
    cause?: unknown,
  ) {
    super(problem.detail, { cause });
    this.code = problem.code;
    this.status = problem.status;
    this.remedy = problem.remedy;
    this.requestId = problem.instance;
  }
}

export function bowerbirdClient(options: ClientOptions = {}): Client {
  const groups = Object.entries(routes).map(([noun, group]) => [
    noun,
    Object.fromEntries(
      Object.entries(group).map(([verb, route]) => [
        verb,
        (input?: LooseInput) => call(options, route, input ?? {}),
      ]),
    ),
  ]);
  return Object.fromEntries(groups) as Client;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly pictures?: readonly Blob[];
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}

async function call(options: ClientOptions, route: RouteShape, input: LooseInput): Promise<unknown> {
  const headers = new Headers({
    accept: route.answer === "stream" ? "text/event-stream" : "application/json",
  });
  if (options.key) headers.set("authorization", `Bearer ${options.key}`);
  if (input.idempotencyKey) headers.set("idempotency-key", input.idempotencyKey);
  const csrf = route.method === "GET" ? null : options.csrf?.();
  if (csrf) headers.set("x-bowerbird-csrf", csrf);

  const url = addressOf(options.url ?? "", route.path, input);
  const body = bodyOf(input, headers);
  const send = options.fetch ?? fetch;
  const init: RequestInit = { method: route.method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = body;
  if (input.signal) init.signal = input.signal;
  const answer = await send(url, init).catch((failure: unknown) => {
    if (failure instanceof Error && failure.name === "AbortError") throw failure;
    throw new ClientError(unreachable(options.url ?? "this address"), failure);
  });
  if (!answer.ok) throw new ClientError(await problemOf(answer));
  if (!route.output) return answer;
  return answer.json().catch((failure: unknown) => {
    if (failure instanceof Error && failure.name === "AbortError") throw failure;
    throw new ClientError(noBowerbird(url), failure);
  });
}

function addressOf(base: string, path: string, input: LooseInput): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? "")),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const text = query.toString();
  return `${base.replace(/\/$/, "")}${filled}${text ? `?${text}` : ""}`;
}

function bodyOf(input: LooseInput, headers: Headers): FormData | string | undefined {
  if (input.pictures) {
    const form = new FormData();
    if (input.body !== undefined) form.set("request", JSON.stringify(input.body));
    for (const picture of input.pictures) {
      form.append("picture", picture, "name" in picture ? String(picture.name) : "picture");
    }
    return form;
  }
  if (input.body === undefined) return undefined;
  headers.set("content-type", "application/json");
  return JSON.stringify(input.body);
}

const unreachable = (url: string) => ({
  code: "SERVER_UNREACHABLE",
  status: 503,
  detail: `no server answers at ${url}`,
  remedy: "Start it with `bowerbird start`.",
  instance: "",
});

async function problemOf(answer: Response): Promise<ProblemView> {
  const said: unknown = await answer.json().catch(() => null);
  if (typeof said === "object" && said !== null && "code" in said && "detail" in said)
    return said as ProblemView;
  return { ...noBowerbird(answer.url), type: "about:blank", title: "no Bowerbird", status: answer.status };
}

/** Something else listens there, or stands between. */
const noBowerbird = (url: string) => ({
  ...unreachable(url),
  detail: `what answers at ${url.split("?")[0]} is no Bowerbird`,
  remedy: "Check the address.",
});
