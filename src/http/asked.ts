/** What a handler is given: the parsed request, who asks, and the few things an answer may need. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Engine } from "../engine.ts";
import type { Caller } from "./access.ts";
import type { RouteShape } from "./contract/route.ts";
import type { Happenings } from "./happenings.ts";
import type { ServerJobs } from "./told-jobs.ts";

/** An uploaded file. */
export interface UploadedPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Asked<R extends RouteShape = RouteShape> {
  readonly params: Parsed<R, "params">;
  readonly query: Parsed<R, "query">;
  readonly body: Parsed<R, "body">;
  readonly pictures: readonly UploadedPicture[];
  readonly caller: Caller;
  readonly engine: Engine;
  readonly happenings: Happenings;
  readonly jobs: ServerJobs;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Parsed<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

type Answer<R extends RouteShape> = R extends { readonly output: infer S extends z.ZodType }
  ? z.input<S>
  : unknown;

export type Handler<R extends RouteShape> = (asked: Asked<R>) => Promise<Answer<R>>;

/** One handler a route of a noun. */
export type Handlers<G extends Readonly<Record<string, RouteShape>>> = {
  readonly [V in keyof G]: Handler<G[V]>;
};
