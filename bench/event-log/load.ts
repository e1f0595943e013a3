/** A server in a process of its own and batches of events sent to it from this one. */
import { fork } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";

export interface ServerTold {
  /** How late its event loop was, in milliseconds. */
  readonly p99: number;
  readonly worst: number;
  /** The same of a thread that does nothing. */
  readonly idleWorst: number;
  readonly megabytes: number;
  readonly megabytesAtRest: number;
  readonly cpuSeconds: number;
}

export interface LoadedServer {
  readonly pins: readonly string[];
  /** Resolves when the batch is acknowledged. @throws when it is refused or the server is gone */
  send(batch: Buffer): Promise<void>;
  tell(what: "start" | "stop" | "close"): Promise<ServerTold>;
  /** -9, and waits until it is gone. */
  kill(): Promise<void>;
}

export async function startServer(data: string, connections: number): Promise<LoadedServer> {
  const server = fork(join(import.meta.dirname, "server.ts"), [data], {
    stdio: "inherit",
  });
  const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const heard = <T>(): Promise<T> =>
    new Promise((resolve) => server.once("message", (what) => resolve(what as T)));
  const hello = await heard<{ url: string; secret: string; pins: string[] }>();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = {
    ...{ authorization: `Bearer ${hello.secret}`, "content-type": "application/json" },
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
  };
  return {
    pins: hello.pins,
    send: (batch) =>
      new Promise((resolve, reject) => {
        const asked = request(`${hello.url}/events`, { agent, method: "POST", headers }, (answer) => {
          answer.resume();
          answer.on("error", reject);
          answer.on("end", () =>
            answer.statusCode === 202 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
          );
        });
        asked.on("error", reject);
        asked.end(batch);
      }),
    tell: async (what) => {
      const answer = heard<ServerTold>();
      server.send(what);
      if (what === "close") agent.destroy();
      return answer;
    },
    kill: async () => {
      server.kill("SIGKILL");
      await gone;
      agent.destroy();
    },
  };
}

/** Does `count` pieces of work, `atOnce` at a time. @returns seconds */
export async function inParallel(
  count: number,
  atOnce: number,
  work: (number: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  return (performance.now() - start) / 1000;
}
