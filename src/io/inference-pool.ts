/**
 * Vision in model processes: as many as there are cores, each with one picture at a time, replaced after a number of
 * pictures (inference inside a long process leaks memory and blocks it). A process that dies or hangs takes nothing
 * with it: its picture is tried once more in a fresh one, then refused.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { BowerbirdError, type ErrorCode } from "../core/errors.ts";
import type { Box, Understanding } from "../core/nouns.ts";
import type { PictureSource, Vision } from "../core/ports.ts";
import type { Settings } from "../core/settings.ts";
import { builtinDimensions, builtinModel } from "../vision/vision.ts";
import type { InferenceAnswer, InferenceSettings } from "./inference-messages.ts";

type Answered = Exclude<InferenceAnswer, { readonly ready: true } | { readonly code: string }>;

interface Task {
  readonly picture: PictureSource;
  readonly box?: Box;
  readonly detect?: boolean;
  tries: number;
  resolve(answer: Answered): void;
  reject(error: BowerbirdError): void;
}

interface Worker {
  readonly process: ChildProcess;
  ready: boolean;
  seen: number;
  task: Task | null;
  timer: NodeJS.Timeout | null;
  timedOut: boolean;
}

/** Compiled or not, the process's program stands beside this file with the same ending. */
const program = fileURLToPath(new URL(`./inference-process${import.meta.url.slice(-3)}`, import.meta.url));

export function inferencePool(settings: Settings): Vision & { readonly pids: readonly number[] } {
  if (settings["vision.model"] !== "builtin" || settings["vision.detector"] !== "builtin") {
    throw new BowerbirdError("MODEL_UNUSABLE", {
      id: settings["vision.model"],
      why: "this version runs the built-in model only",
    });
  }
  const size = settings["vision.processes"] || availableParallelism();
  const given: InferenceSettings = settings;
  const waiting: Task[] = [];
  const workers = new Set<Worker>();
  let closed = false;

  const hire = (): void => {
    const child = fork(program, [JSON.stringify(given)], { serialization: "advanced", stdio: "inherit" });
    const worker: Worker = {
      process: child,
      ready: false,
      seen: 0,
      task: null,
      timer: null,
      timedOut: false,
    };
    workers.add(worker);
    child.on("message", (answer: InferenceAnswer) => hear(worker, answer));
    child.on("error", () => child.kill("SIGKILL"));
    child.on("exit", () => lose(worker));
  };

  const hear = (worker: Worker, answer: InferenceAnswer): void => {
    if ("ready" in answer) {
      worker.ready = true;
      assign();
      return;
    }
    const { task } = worker;
    release(worker);
    if (!("code" in answer)) task?.resolve(answer);
    else task?.reject(new BowerbirdError(answer.code as ErrorCode, answer.details));
    if (worker.seen >= settings["vision.recycleAfter"]) worker.process.disconnect();
    assign();
  };

  const lose = (worker: Worker): void => {
    workers.delete(worker);
    const { task, ready, timedOut } = worker;
    release(worker);
    if (task && timedOut)
      task.reject(new BowerbirdError("PICTURE_TOO_SLOW", { seconds: settings["ingest.seconds"] }));
    else if (task && task.tries < 2 && !closed) waiting.unshift(task);
    else task?.reject(new BowerbirdError("INFERENCE_FAILED"));
    // A process that never became ready would die again at once: what waits is refused instead of tried for ever.
    if (!ready && !closed) {
      for (const left of waiting.splice(0)) left.reject(new BowerbirdError("INFERENCE_FAILED"));
    }
    assign();
  };

  const release = (worker: Worker): void => {
    if (worker.timer) clearTimeout(worker.timer);
    worker.timer = null;
    worker.task = null;
  };

  const assign = (): void => {
    for (const worker of workers) {
      if (!worker.ready || worker.task || !worker.process.connected) continue;
      const task = waiting.shift();
      if (!task) break;
      task.tries++;
      worker.task = task;
      worker.seen++;
      worker.timer = setTimeout(() => {
        worker.timedOut = true;
        worker.process.kill("SIGKILL");
      }, settings["ingest.seconds"] * 1000);
      worker.process.send({ id: worker.seen, picture: task.picture, box: task.box, detect: task.detect });
    }
    if (waiting.length > 0 && workers.size < size && !closed) hire();
  };

  const ask = (asked: Pick<Task, "picture" | "box" | "detect">): Promise<Answered> =>
    new Promise((resolve, reject) => {
      if (closed) reject(new BowerbirdError("NOT_READY", { what: "the models are closed" }));
      else {
        waiting.push({ ...asked, tries: 0, resolve, reject });
        assign();
      }
    });

  return {
    model: builtinModel,
    dimensions: builtinDimensions,
    processes: size,
    understand: async (picture) => understanding(await ask({ picture })),
    look: async (picture, box) => understanding(await ask({ picture, box })),
    detect: async (picture) => {
      const answer = await ask({ picture, detect: true });
      return "detections" in answer ? answer.detections : [];
    },
    get pids() {
      return [...workers].flatMap(({ process: { pid } }) => (pid === undefined ? [] : [pid]));
    },
    close: async () => {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(new BowerbirdError("NOT_READY", { what: "closing" }));
      await Promise.all(
        [...workers].map(
          (worker) =>
            new Promise<void>((resolve) => {
              worker.process.once("exit", () => resolve());
              worker.process.kill("SIGKILL");
            }),
        ),
      );
    },
  };
}

function understanding(answer: Answered): Understanding {
  if ("understanding" in answer) return answer.understanding;
  throw new BowerbirdError("INFERENCE_FAILED");
}
