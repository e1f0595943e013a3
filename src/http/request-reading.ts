/** What came in, parsed by the route's schemas. */
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { UploadedPicture } from "./asked.ts";
import type { RouteShape } from "./contract/route.ts";
import { parseAs } from "./parsing.ts";

export interface ReadRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly pictures: readonly UploadedPicture[];
  /** Of method, address, body and pictures: two requests are the same when this is. */
  readonly digest: string;
}

/** @throws BAD_INPUT BODY_TOO_LARGE */
export async function readRequest(request: FastifyRequest, route: RouteShape): Promise<ReadRequest> {
  const { body, pictures } =
    route.upload && request.isMultipart()
      ? await readForm(request)
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

async function readForm(request: FastifyRequest): Promise<{ body: unknown; pictures: UploadedPicture[] }> {
  let body: unknown = {};
  const pictures: UploadedPicture[] = [];
  for await (const part of request.parts()) {
    if (part.type === "file") {
      pictures.push({ name: part.filename || "picture", bytes: await part.toBuffer() });
    } else if (part.fieldname === "request") {
      body = parseJson(String(part.value));
    }
  }
  return { body, pictures };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BowerbirdError("BAD_INPUT", { what: "the field `request`", why: "it is not JSON" }, { cause });
  }
}
