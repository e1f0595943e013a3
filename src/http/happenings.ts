/** What happens while the server runs, for those who listen: new pins, removed pins, the progress of jobs. */
import type { FastifyReply } from "fastify";
import type { StreamMessage } from "./contract/system.ts";

export interface Happenings {
  tell(message: StreamMessage): void;
  /** Sends everything from now on to this answer until its connection ends. */
  follow(reply: FastifyReply): void;
  close(): void;
}

export function happenings(): Happenings {
  const listeners = new Set<FastifyReply["raw"]>();
  return {
    tell: ({ type, ...rest }) => {
      for (const listener of listeners) listener.write(`event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`);
    },
    follow: (reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      reply.raw.write(": listening\n\n");
      listeners.add(reply.raw);
      reply.raw.on("close", () => listeners.delete(reply.raw));
    },
    close: () => {
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
