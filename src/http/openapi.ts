/** The route list as an OpenAPI 3.1 document. */
import { z } from "zod";
import type { RouteShape } from "./contract/route.ts";
import { routeList } from "./contract/routes.ts";
import { problemView } from "./contract/views.ts";

type Json = Record<string, unknown>;

export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const { name, route } of routeList) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(name, route);
    paths[route.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: { title: "Bowerbird", version, description: "Visual discovery over your own pictures." },
    paths,
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
}

function operation(name: string, route: RouteShape): Json {
  return {
    operationId: name,
    summary: route.summary,
    description: `Least role: ${route.role}.`,
    tags: [name.split(".")[0]],
    ...(route.role === "none" ? {} : { security: [{ key: [] }, {}] }),
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...requestBody(route),
    responses: { [route.status ?? 200]: answer(route), default: problem },
  };
}

function parameters(schema: z.ZodType | undefined, where: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
  }));
}

function requestBody({ body, upload }: RouteShape): Json {
  if (!body) return {};
  const schema = plainSchema(body, "input");
  const json = { "application/json": { schema } };
  const file = { type: "string", contentMediaType: "application/octet-stream" };
  const picture = upload === "many" ? { type: "array", items: file } : file;
  const form = {
    "multipart/form-data": {
      schema: { type: "object", properties: { ...(schema.properties as Json), request: schema, picture } },
    },
  };
  return { requestBody: { content: upload === "many" ? form : upload ? { ...json, ...form } : json } };
}

function answer(route: RouteShape): Json {
  const types = {
    json: "application/json",
    file: "image/*",
    stream: "text/event-stream",
    text: "text/plain",
  };
  const schema = route.output ? plainSchema(route.output, "output") : { type: "string" };
  return { description: "Done.", content: { [types[route.answer ?? "json"]]: { schema } } };
}

const problem = {
  description: "Refused: RFC 9457 problem details; the codes are in docs/errors.md.",
  content: { "application/problem+json": { schema: plainSchema(problemView, "output") } },
};

/** Each schema stands alone: shared parts are written out, so no reference can dangle. */
function plainSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" });
  return inline(rest, (rest.$defs ?? {}) as Record<string, Json>) as Json;
}

function inline(node: unknown, definitions: Record<string, Json>): unknown {
  if (Array.isArray(node)) return node.map((item) => inline(item, definitions));
  if (typeof node !== "object" || node === null) return node;
  const { $defs: _, $ref, ...rest } = node as Json;
  const named = typeof $ref === "string" ? definitions[$ref.replace("#/$defs/", "")] : undefined;
  return named
    ? inline(named, definitions)
    : Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inline(value, definitions)]));
}
