/** What came in, parsed by the route's schemas. */
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { BowerbirdError } from "../core/errors.ts";
import type { UploadedPicture } from "./asked.ts";
import type { RouteShape } from "./contract/route.ts";
import { parseAs, parseJson } from "./parsing.ts";
import { lowerFirst } from "./problem.ts";

export interface ReadRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly pictures: readonly UploadedPicture[];
  /** Of method, address, body and pictures: two requests are the same when this is. */
  readonly digest: string;
}

/** @throws BAD_INPUT BODY_TOO_LARGE */
export async function readRequest(
  request: FastifyRequest,
  route: RouteShape,
  megabytes: number,
): Promise<ReadRequest> {
  if (route.rawBody)
    return { params: undefined, query: undefined, body: request.body, pictures: [], digest: "" };
  const { body, pictures } =
    route.upload && request.isMultipart()
      ? await readForm(request, route.body, megabytes)
      : { body: request.body ?? {}, pictures: [] };
  const digest = createHash("sha256").update(`${request.method} ${request.url}\n${JSON.stringify(body)}`);
  for (const { bytes } of pictures) digest.update("\n").update(bytes);
  return {
    params: route.params && parseAs(route.params, request.params, "the address"),
    query: route.query && parseAs(route.query, request.query, "the query"),
    body: route.body && parseAs(route.body, body, "the body"),
    pictures,
    digest: digest.digest("hex"),
  };
}

interface Form {
  readonly body: unknown;
  readonly pictures: readonly UploadedPicture[];
}

/** Held in memory, so the files together are bounded like any other body. */
async function readForm(
  request: FastifyRequest,
  schema: z.ZodType | undefined,
  megabytes: number,
): Promise<Form> {
  const tooLarge = new BowerbirdError("BODY_TOO_LARGE", { bound: `${megabytes} MB` });
  if (Number(request.headers["content-length"] ?? 0) > megabytes * 1e6) throw tooLarge;
  let body: unknown = {};
  const fields = new Map<string, string[]>();
  let bytes = 0;
  const pictures: UploadedPicture[] = [];
  try {
    for await (const part of request.parts()) {
      if (part.type === "file") {
        const picture = { name: part.filename || "picture", bytes: await part.toBuffer() };
        bytes += picture.bytes.length;
        if (bytes > megabytes * 1e6) throw tooLarge;
        pictures.push(picture);
      } else if (part.fieldname === "request") body = parseJson(String(part.value), "the field `request`");
      else fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), String(part.value)]);
    }
  } catch (thrown) {
    throw brokenForm(thrown);
  }
  return { body: withFields(body, fields, schema), pictures };
}

/**
 * What stands in fields of the form instead of in `request`: text where the schema takes text, else JSON, else a list of
 * texts. What it does not know is left in, for the schema to refuse.
 */
function withFields(
  body: unknown,
  fields: ReadonlyMap<string, readonly string[]>,
  schema: z.ZodType | undefined,
): unknown {
  if (fields.size === 0 || typeof body !== "object" || body === null) return body;
  const known = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
  const read = (name: string, texts: readonly string[]): unknown => {
    const fits = (value: unknown): boolean =>
      Object.hasOwn(known, name) && known[name].safeParse(value).success;
    const single = texts.length === 1 ? [texts[0], jsonOr(texts[0])] : [];
    return [...single, texts].find(fits) ?? single.at(-1) ?? texts;
  };
  return { ...body, ...Object.fromEntries([...fields].map(([name, texts]) => [name, read(name, texts)])) };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the reader of forms throws has no status of its own when it is the form that is broken. */
function brokenForm(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof BowerbirdError || "statusCode" in thrown) return thrown;
  return new BowerbirdError("BAD_INPUT", { what: "the form", why: lowerFirst(thrown.message) });
}
