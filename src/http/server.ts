/** The HTTP server: every route of the contract, with access, idempotency, limits and one shape of error. */
import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";
import { BowerbirdError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import type { Engine } from "../engine.ts";
import { addRoute } from "./answering.ts";
import { routeList } from "./contract/routes.ts";
import { handlersByName } from "./handlers/handlers.ts";
import { type Happenings, happenings as newHappenings } from "./happenings.ts";
import { metrics as newMetrics } from "./metrics.ts";
import { longestPart, problemOf, problemType } from "./problem.ts";
import { protect } from "./protection.ts";
import { type ServerJobs, toldJobs } from "./told-jobs.ts";
import { longestRequest, refuseUnreadable } from "./unreadable.ts";
import { serveWeb } from "./web-files.ts";

export interface ServerOptions {
  readonly version: string;
  /** Folder of the built web app, when there is one. */
  readonly web?: string;
  /** Where the log goes, one JSON line an entry; standard output when not said. */
  readonly log?: { write(line: string): void };
}

export interface Server {
  readonly app: FastifyInstance;
  readonly happenings: Happenings;
  readonly jobs: ServerJobs;
}

/** Not listening yet: `app.listen`, or `app.inject` in tests. */
export async function buildServer(engine: Engine, options: ServerOptions): Promise<Server> {
  const app = newApp(engine.settings, options.log);
  const measured = newMetrics();
  const happenings = newHappenings();
  const jobs = toldJobs(engine, happenings);
  // A page of another website may send plain text without asking first.
  app.removeContentTypeParser("text/plain");
  await protect(app, engine.settings, engine.people);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    measured.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.addHook("preClose", async () => {
    happenings.close();
    await jobs.stop();
  });
  app.setErrorHandler((thrown, request, reply) => sendProblem(thrown, request, reply, engine.settings));
  const handlers = handlersByName(options.version, measured, engine.clock);
  for (const { name, route } of routeList) {
    const handler = handlers.get(name);
    if (!handler) throw new BowerbirdError("INTERNAL", {}, { cause: `the route ${name} has no handler` });
    addRoute(app, route, handler, { engine, happenings, jobs });
  }
  await serveWeb(app, options.web);
  return { app, happenings, jobs };
}

type AppSettings = Pick<Settings, "server.bodyMegabytes" | "server.logLevel" | "server.proxies">;

/** @throws BAD_SETTING */
function newApp(settings: AppSettings, log: ServerOptions["log"]): FastifyInstance {
  return fastify({
    bodyLimit: settings["server.bodyMegabytes"] * 1_000_000,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    // Closing waits for the picture in hand, however long it takes.
    pluginTimeout: 0,
    trustProxy: proxiesOf(settings),
    requestTimeout: longestRequest,
    routerOptions: { maxParamLength: longestPart },
    clientErrorHandler: (failure, socket) => refuseUnreadable(failure, socket, settings),
    // An address that cannot be read never comes to the handler of errors.
    frameworkErrors: (thrown, request, reply) => sendProblem(thrown, request, reply, settings),
    logger: {
      ...(log && { stream: log }),
      level: settings["server.logLevel"],
      redact: ["req.headers.authorization", "req.headers.cookie"],
      serializers: {
        req: (request) => ({ method: request.method, path: withoutSecrets(request.url) }),
        err: ({ name, message, stack, cause }) => ({
          ...{ type: name, message: withoutSecrets(String(message)), stack: withoutSecrets(stack ?? "") },
          ...(cause instanceof Error && { cause: withoutSecrets(cause.stack ?? cause.message) }),
        }),
      },
    },
  });
}

/** What Fastify does not understand here it would throw at every request. */
function proxiesOf({ "server.proxies": text }: AppSettings): string[] | false {
  const known = ["loopback", "linklocal", "uniquelocal"];
  const proxies = text.split(",").map((part) => part.trim());
  if (text.trim() === "") return false;
  const wrong = proxies.find(
    (one) => !known.includes(one) && !ipaddr.isValid(one) && !ipaddr.isValidCIDR(one),
  );
  if (wrong !== undefined) {
    throw new BowerbirdError("BAD_SETTING", { name: "server.proxies", why: `${wrong} is no address` });
  }
  return proxies;
}

function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply, settings: AppSettings) {
  const problem = problemOf(thrown, request.id, settings);
  if (problem.status >= 500) request.log.error({ err: thrown }, problem.code);
  reply.header("x-request-id", request.id);
  return reply.status(problem.status).type(problemType).send(problem);
}

/** Sign-in links carry a secret in their path; what people ask for, and links' signatures, stand behind a "?". */
function withoutSecrets(text: string): string {
  return text.replace(/(\/sign-in\/)[^/?\s]+/g, "$1…").replace(/\?\S*/g, "");
}
