/** What is no HTTP request never comes to a route nor to the handler of errors: the same shape of problem, by hand. */
import { randomUUID } from "node:crypto";
import { maxHeaderSize, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { BowerbirdError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import { problemOf, problemType } from "./problem.ts";

/** A body of the largest size comes in this time over a line of 2 megabits a second. */
export const longestRequest = 300_000;

export function refuseUnreadable(
  failure: Error & { readonly code?: string },
  socket: Socket,
  settings: Pick<Settings, "server.bodyMegabytes">,
): void {
  if (failure.code === "ECONNRESET" || socket.destroyed) return;
  const problem = problemOf(refusalOf(failure.code ?? ""), randomUUID(), settings);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${problemType}; charset=utf-8`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.instance}`,
    "x-content-type-options: nosniff",
    "connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
}

function refusalOf(code: string): BowerbirdError {
  if (code === "HPE_HEADER_OVERFLOW") {
    return new BowerbirdError("ADDRESS_TOO_LONG", { bound: `${maxHeaderSize / 1024} kB` });
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new BowerbirdError("REQUEST_TOO_SLOW", { seconds: longestRequest / 1000 });
  }
  return new BowerbirdError("BAD_INPUT", { what: "the request", why: "it is not HTTP" });
}
