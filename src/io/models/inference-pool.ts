/**
 * Vision in model processes: as many as there are cores, each with one picture at a time, replaced after a number of
 * pictures (inference inside a long process leaks memory and blocks it). A process that dies or hangs takes nothing
 * with it: its picture is tried once more in a fresh one, then refused. Whoever waits for an answer goes before
 * imports.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { BowerbirdError, type ErrorCode } from "../../core/errors.ts";
import type { Urgency, Vision } from "../../core/ports.ts";
import type { Settings } from "../../core/settings.ts";
import { builtinDimensions, builtinModel } from "../../vision/vision.ts";
import type {
  Answer,
  InferenceMessage,
  InferenceSettings,
  OpenedModels,
  Question,
  Refusal,
} from "./inference-messages.ts";

type Given = Exclude<Answer, Refusal>;

interface Task {
  readonly question: Question;
  tries: number;
  resolve(answer: Given): void;
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

export interface PoolOptions {
  /** Folder of models fetched from the hub. */
  readonly cache: string;
  /** Processes that give way to every other one of the machine. */
  readonly background?: boolean;
}

export interface InferencePool extends Vision {
  readonly pids: readonly number[];
}

/** Compiled or not, the process's program stands beside this file with the same ending. */
const program = fileURLToPath(new URL(`./inference-process${import.meta.url.slice(-3)}`, import.meta.url));
const lowPriority = 10;
/**
 * Each picture leaves megabytes of pixels behind. Collected as soon as V8 sees fit, the heap is gone over for every other
 * picture, beside the models, which takes a twelfth of all processor time; collected when memory is wanted, hardly ever.
 */
const memoryFlags = ["--no-incremental-marking"];

/**
 * Models of one's own are opened before it resolves, as only they know their name; the built-in ones at the first
 * question.
 *
 * @throws MODEL_MISSING MODEL_UNUSABLE
 */
export async function openInferencePool(settings: Settings, options: PoolOptions): Promise<InferencePool> {
  const isBuiltin = settings["vision.model"] === "builtin" && settings["vision.detector"] === "builtin";
  const pool = processes(settings, options);
  const known = { model: builtinModel, dimensions: builtinDimensions, readsWords: false };
  try {
    const opened = isBuiltin ? known : await pool.opened();
    return visionOf(pool, opened);
  } catch (error) {
    await pool.close();
    throw error;
  }
}

type Pool = ReturnType<typeof processes>;

function visionOf({ size, ask, pids, close }: Pool, opened: OpenedModels): InferencePool {
  const embedText = async (texts: readonly string[]): Promise<readonly Float32Array[]> =>
    part(await ask({ texts }, "now"), "vectors");
  return {
    model: opened.model,
    dimensions: opened.dimensions,
    processes: size,
    understand: async (picture, urgency = "now") => part(await ask({ picture }, urgency), "understanding"),
    look: async (picture, box) => part(await ask({ picture, box }, "now"), "understanding"),
    detect: async (picture) => part(await ask({ picture, detect: true }, "now"), "detections"),
    embedText: opened.readsWords ? embedText : null,
    get pids() {
      return pids();
    },
    close,
  };
}

function processes(settings: Settings, { cache, background = false }: PoolOptions) {
  const size = settings["vision.processes"] || availableParallelism();
  const given: InferenceSettings = { ...settings, cache };
  const waiting: Record<Urgency, Task[]> = { now: [], later: [] };
  const workers = new Set<Worker>();
  let closed = false;
  let failedStarts = 0;
  const opened = Promise.withResolvers<OpenedModels>();
  opened.promise.catch(() => {});

  const hire = (): void => {
    const child = fork(program, [JSON.stringify(given)], {
      serialization: "advanced",
      // Not what this program was started with: an inspector or a script on the command line would be theirs too.
      execArgv: memoryFlags,
      stdio: "inherit",
    });
    if (background && child.pid !== undefined) setPriority(child.pid, lowPriority);
    const worker: Worker = {
      process: child,
      ready: false,
      seen: 0,
      task: null,
      timer: null,
      timedOut: false,
    };
    workers.add(worker);
    child.on("message", (message: InferenceMessage) => hear(worker, message));
    child.on("error", () => child.kill("SIGKILL"));
    child.on("exit", () => lose(worker));
  };

  const hear = (worker: Worker, message: InferenceMessage): void => {
    if ("opened" in message) {
      worker.ready = true;
      failedStarts = 0;
      opened.resolve(message.opened);
    } else if ("unusable" in message) {
      const { code, details } = message.unusable;
      refuseAll(new BowerbirdError(code as ErrorCode, details));
    } else {
      const { task } = worker;
      release(worker);
      const { answer } = message;
      if (!("code" in answer)) task?.resolve(answer);
      else task?.reject(new BowerbirdError(answer.code as ErrorCode, answer.details));
      if (worker.seen >= settings["vision.recycleAfter"]) retire(worker);
    }
    assign();
  };

  /** It has nothing to put in order: libraries that tidy up when a process exits can wait for each other for ever. */
  const retire = ({ process: child }: Worker): void => {
    child.disconnect();
    child.kill("SIGKILL");
  };

  const lose = (worker: Worker): void => {
    workers.delete(worker);
    const { task, ready, timedOut } = worker;
    release(worker);
    if (task && timedOut)
      task.reject(new BowerbirdError("PICTURE_TOO_SLOW", { seconds: settings["ingest.seconds"] }));
    else if (task && task.tries < 2 && !closed) waiting.now.unshift(task);
    else task?.reject(new BowerbirdError("INFERENCE_FAILED"));
    if (!ready) failedStarts++;
    // Processes that never become ready would die for ever: what waits is refused instead.
    if (failedStarts >= size + 1 && !closed) refuseAll(new BowerbirdError("INFERENCE_FAILED"));
    assign();
  };

  const refuseAll = (error: BowerbirdError): void => {
    opened.reject(error);
    for (const line of [waiting.now, waiting.later]) for (const task of line.splice(0)) task.reject(error);
  };

  const release = (worker: Worker): void => {
    if (worker.timer) clearTimeout(worker.timer);
    worker.timer = null;
    worker.task = null;
  };

  const assign = (): void => {
    for (const worker of workers) {
      if (!worker.ready || worker.task || !worker.process.connected) continue;
      const task = waiting.now.shift() ?? waiting.later.shift();
      if (!task) break;
      task.tries++;
      worker.task = task;
      worker.seen++;
      worker.timer = setTimeout(() => {
        worker.timedOut = true;
        worker.process.kill("SIGKILL");
      }, settings["ingest.seconds"] * 1000);
      worker.process.send({ id: worker.seen, question: task.question });
    }
    if (waiting.now.length + waiting.later.length > 0 && workers.size < size && !closed) hire();
  };

  return {
    size,
    opened: (): Promise<OpenedModels> => {
      hire();
      return opened.promise;
    },
    ask: (question: Question, urgency: Urgency): Promise<Given> =>
      new Promise((resolve, reject) => {
        if (closed) reject(new BowerbirdError("NOT_READY", { what: "the models are closed" }));
        else {
          waiting[urgency].push({ question, tries: 0, resolve, reject });
          assign();
        }
      }),
    pids: (): number[] => [...workers].flatMap(({ process: { pid } }) => (pid === undefined ? [] : [pid])),
    close: async (): Promise<void> => {
      closed = true;
      refuseAll(new BowerbirdError("NOT_READY", { what: "closing" }));
      await Promise.all([...workers].map(({ process }) => ended(process)));
    },
  };
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once("exit", () => resolve());
    process.kill("SIGKILL");
  });
}

type PartName = "understanding" | "detections" | "vectors";
type With<N extends PartName> = Extract<Given, Record<N, unknown>>;

/** The answer's part that was asked for. */
function part<N extends PartName>(answer: Given, name: N): With<N>[N] {
  if (name in answer) return (answer as With<N>)[name];
  throw new BowerbirdError("INFERENCE_FAILED");
}
