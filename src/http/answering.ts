/** A route at work: who asks, may they, what do they ask, was it answered before; then its handler. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Role } from "../core/nouns.ts";
import { admit, callerOf } from "./access.ts";
import type { Asked } from "./asked.ts";
import type { RouteShape } from "./contract/route.ts";
import type { AnyHandler } from "./handlers/handlers.ts";
import { doneOnce } from "./idempotency.ts";
import { readRequest } from "./request-reading.ts";

type Given = Pick<Asked, "engine" | "happenings" | "jobs">;

export function addRoute(app: FastifyInstance, route: RouteShape, handler: AnyHandler, given: Given): void {
  const { engine } = given;
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    // What never changes says so itself.
    reply.header("cache-control", "no-store");
    const caller = await callerOf(request, engine.people, engine.settings["access.anonymous"] as Role);
    admit(caller, route, request.headers);
    const read = await readRequest(request, route, engine.settings["server.bodyMegabytes"]);
    const asked = { ...read, ...given, caller, request, reply };
    if (route.rawBody) {
      reply.status(route.status ?? 200);
      return handler(asked as unknown as Asked<never>);
    }
    const once = await doneOnce(request, read.digest, caller, engine.requests);
    if (once.before) return reply.status(once.before.status).type("application/json").send(once.before.body);
    try {
      reply.status(route.status ?? 200);
      const answered = await handler(asked as unknown as Asked<never>);
      if (route.output) await once.remember(reply.statusCode, answered);
      return answered;
    } finally {
      once.end();
    }
  };
  const place = { method: route.method, url: route.path.replace(/\{(\w+)\}/g, ":$1"), handler: answer };
  if (!route.rawBody) app.route(place);
  else {
    void app.register(async (raw) => {
      raw.addContentTypeParser(
        // Plain text is what a page of another website may send without asking first, and what a beacon sends.
        ["application/json", "text/plain"],
        { parseAs: "buffer" },
        async (_: unknown, body: unknown) => body,
      );
      raw.route(place);
    });
  }
}
