/** The HTTP server: every route of the contract, with access, idempotency, limits and one shape of error. */
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { Role } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import type { ImportJobs } from "../ingest/import-jobs.ts";
import { admit, callerOf } from "./access.ts";
import type { Asked } from "./asked.ts";
import type { RouteShape } from "./contract/route.ts";
import { routeList } from "./contract/routes.ts";
import { blobHandlers } from "./handlers/blobs.ts";
import { importHandlers } from "./handlers/imports.ts";
import { keyHandlers, peopleHandlers, sessionHandlers } from "./handlers/people.ts";
import { boardHandlers, pinHandlers } from "./handlers/pins.ts";
import { searchHandlers } from "./handlers/search.ts";
import { jobHandlers, modelHandlers, settingHandlers, systemHandlers } from "./handlers/system.ts";
import { type Happenings, happenings as newHappenings } from "./happenings.ts";
import { rememberAnswer, repeatedAnswer } from "./idempotency.ts";
import { toldImports } from "./import-job.ts";
import { type Metrics, metrics as newMetrics } from "./metrics.ts";
import { problemOf, problemType } from "./problem.ts";
import { readRequest } from "./request-reading.ts";
import { serveWeb } from "./web-files.ts";

export interface ServerOptions {
  readonly version: string;
  /** Folder of the built web app, when there is one. */
  readonly web?: string;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly happenings: Happenings;
  readonly imports: ImportJobs;
}

type AnyHandler = (asked: Asked<never>) => Promise<unknown>;

/** Not listening yet: `app.listen`, or `app.inject` in tests. */
export async function buildServer(engine: Engine, options: ServerOptions): Promise<Server> {
  const { settings } = engine;
  const bounds = {
    megabytes: settings["server.bodyMegabytes"],
    requestsPerMinute: settings["server.requestsPerMinute"],
  };
  const app = fastify({
    bodyLimit: bounds.megabytes * 1_000_000,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    logger: {
      level: settings["server.logLevel"],
      redact: ["req.headers.authorization", "req.headers.cookie"],
      // Sign-in links carry a secret in their path.
      serializers: { req: (request) => ({ method: request.method, path: withoutSecrets(request.url) }) },
    },
  });
  const measured = newMetrics();
  const happenings = newHappenings();
  const imports = toldImports(engine, happenings);
  await protect(app, bounds);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    measured.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.addHook("preClose", async () => {
    happenings.close();
    await imports.stop();
  });
  app.setErrorHandler((thrown, request, reply) => {
    const problem = problemOf(thrown, request.id, bounds);
    if (problem.status >= 500) request.log.error({ err: thrown }, problem.detail);
    return reply.status(problem.status).type(problemType).send(problem);
  });
  const handlers = handlersByName(options.version, measured);
  for (const { name, route } of routeList) {
    const handler = handlers.get(name);
    if (!handler) throw new BowerbirdError("INTERNAL");
    addRoute(app, route, handler, { engine, happenings, imports });
  }
  await serveWeb(app, options.web);
  return { app, happenings, imports };
}

async function protect(app: FastifyInstance, bounds: { megabytes: number; requestsPerMinute: number }) {
  await app.register(cookie);
  await app.register(helmet, {
    // Over plain http on another machine, an upgrade to https would find nothing there.
    hsts: false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "blob:", "data:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'", "data:"],
        workerSrc: ["'self'", "blob:"],
        upgradeInsecureRequests: null,
      },
    },
  });
  await app.register(rateLimit, {
    max: bounds.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
    allowList: (request) => /^\/(thumbnails|blobs|assets|health|ready)\b/.test(request.url),
  });
  await app.register(multipart, { limits: { fileSize: bounds.megabytes * 1_000_000, files: 1000 } });
}

function handlersByName(version: string, measured: Metrics): Map<string, AnyHandler> {
  const groups = {
    pins: pinHandlers,
    boards: boardHandlers,
    blobs: blobHandlers,
    search: searchHandlers,
    imports: importHandlers,
    jobs: jobHandlers,
    sessions: sessionHandlers,
    people: peopleHandlers,
    keys: keyHandlers,
    models: modelHandlers,
    settings: settingHandlers,
    system: systemHandlers(version, measured),
  };
  return new Map(
    Object.entries(groups).flatMap(([noun, group]) =>
      Object.entries(group).map(([verb, handler]) => [`${noun}.${verb}`, handler as AnyHandler] as const),
    ),
  );
}

function addRoute(
  app: FastifyInstance,
  route: RouteShape,
  handler: AnyHandler,
  given: { engine: Engine; happenings: Happenings; imports: ImportJobs },
): void {
  const { engine } = given;
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const caller = await callerOf(request, engine.people, engine.settings["access.anonymous"] as Role);
    admit(caller, route, request.headers["x-bowerbird-csrf"]);
    const read = await readRequest(request, route);
    const repeated = await repeatedAnswer(request, read, caller, engine.requests);
    if (repeated) return reply.status(repeated.status).type("application/json").send(repeated.body);
    reply.status(route.status ?? 200);
    const answered = await handler({ ...read, ...given, caller, request, reply } as unknown as Asked<never>);
    if (route.output)
      await rememberAnswer(request, reply, read, { caller, requests: engine.requests, given: answered });
    return answered;
  };
  app.route({ method: route.method, url: route.path.replace(/\{(\w+)\}/g, ":$1"), handler: answer });
}

function withoutSecrets(url: string): string {
  return url.replace(/(\/sign-in\/)[^/?]+/, "$1…");
}
