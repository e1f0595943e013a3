/** The built web app, its pages by name, the reference page of the API, and the page that problems point to. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import scalar from "@scalar/fastify-api-reference";
import type { FastifyInstance } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import { policyOf, policyOfStyleWriter } from "./content-policy.ts";
import { routeList } from "./contract/routes.ts";
import { errorsPage } from "./errors-page.ts";

export async function serveWeb(app: FastifyInstance, folder: string | undefined): Promise<void> {
  await app.register(scalar, {
    routePrefix: "/reference",
    configuration: {
      url: "/openapi.json",
      withDefaultFonts: false,
      // Nothing that asks a server elsewhere.
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: "never",
    },
  });
  app.addHook("onSend", async (request, reply, payload) => {
    if (request.url.startsWith("/reference") && typeof payload === "string") {
      reply.header("content-security-policy", policyOfStyleWriter(payload));
    }
    return payload;
  });
  const there = folder !== undefined && existsSync(join(folder, "index.html"));
  if (there) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      setHeaders: (reply, path) => {
        const forever = path.includes("/assets/");
        // Pages of other websites load this one.
        if (path.endsWith("/events.js")) reply.header("cross-origin-resource-policy", "cross-origin");
        reply.header("cache-control", forever ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  const errors = errorsPage();
  app.get("/docs/errors", async (_, reply) =>
    reply.type("text/html").header("content-security-policy", policyOf(errors)).send(errors),
  );
  app.setNotFoundHandler(async (request, reply) => {
    const { method, url } = request;
    const page = method === "GET" && (request.headers.accept ?? "").includes("text/html");
    if (there && page) return reply.header("cache-control", "no-cache").sendFile("index.html");
    const path = url.split("?")[0];
    const allowed = methodsAt(path).join(", ");
    if (allowed === "") throw new BowerbirdError("ROUTE_NOT_FOUND", { method, path });
    reply.header("allow", allowed);
    throw new BowerbirdError("METHOD_NOT_ALLOWED", { method, path, allowed });
  });
}

function methodsAt(path: string): string[] {
  return routeList
    .filter(({ route }) => new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path))
    .map(({ route }) => route.method);
}
