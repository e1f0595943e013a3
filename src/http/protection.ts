/** What stands before every route: cookies, security headers, rate limits, bounds of uploads. */
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { PeopleStore } from "../core/people.ts";
import type { Settings } from "../core/settings.ts";
import { keyOf } from "./access.ts";
import { contentPolicy } from "./content-policy.ts";

type Limits = Pick<Settings, "server.bodyMegabytes" | "server.requestsPerMinute">;

/** Pictures of one upload. */
export const mostFiles = 1000;

/** Files that never change, and questions whether the server is well: a page asks for dozens of them at once. */
const unlimited = /^\/(thumbnails|blobs|assets|health|ready)\b/;

const byKey = "key ";

export async function protect(
  app: FastifyInstance,
  limits: Limits,
  people: Pick<PeopleStore, "keyOfSecret">,
): Promise<void> {
  await app.register(cookie);
  await app.register(helmet, {
    // Over plain http on another machine, an upgrade to https would find nothing there.
    hsts: false,
    contentSecurityPolicy: { directives: contentPolicy },
  });
  await app.register(rateLimit, {
    max: () => limits["server.requestsPerMinute"],
    timeWindow: 60_000,
    // A known key counts for itself; whatever else a request says of itself, it counts for its network address.
    keyGenerator: async (request) => {
      const key = await keyOf(request.headers, people);
      return key ? `${byKey}${key.id}` : request.ip;
    },
    // A program with a key may send as many batches of events as it has.
    allowList: (request, counted) =>
      unlimited.test(request.url) ||
      (request.method === "POST" && request.url === "/events" && counted.startsWith(byKey)),
    errorResponseBuilder: (_, { max, ttl }) =>
      new BowerbirdError("TOO_MANY_REQUESTS", { max, seconds: Math.ceil(ttl / 1000) }),
  });
  await app.register(multipart, {
    limits: { fileSize: limits["server.bodyMegabytes"] * 1_000_000, files: mostFiles },
  });
}
