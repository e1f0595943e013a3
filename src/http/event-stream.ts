/** Kept events as server-sent events, at most 50 a second: a page cannot show more, and a slow one is not waited for. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Events } from "../events/events.ts";

const mostASecond = 50;

export function followEvents(
  events: Pick<Events, "follow">,
  reply: FastifyReply,
  request: FastifyRequest,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  raw.write(": listening\n\n");
  let sent = 0;
  let passedOver = 0;
  const each = setInterval(() => {
    if (passedOver > 0) raw.write(`event: passed-over\ndata: ${JSON.stringify({ events: passedOver })}\n\n`);
    sent = 0;
    passedOver = 0;
  }, 1000).unref();
  const stop = events.follow((row) => {
    if (sent >= mostASecond || raw.writableNeedDrain) {
      passedOver++;
      return;
    }
    sent++;
    raw.write(
      `event: event\ndata: ${JSON.stringify({ ...row, time: new Date(row.time).toISOString() })}\n\n`,
    );
  });
  request.raw.on("close", () => {
    clearInterval(each);
    stop();
  });
}
