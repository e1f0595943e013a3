/** Measurements for Prometheus: requests and their latencies, the index, its recall, the memory. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Engine } from "../engine.ts";

export interface Metrics {
  readonly contentType: string;
  /** @param seconds from the request's arrival to its answer */
  observe(route: string, method: string, status: number, seconds: number): void;
  read(engine: Engine): Promise<string>;
}

export function metrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "bowerbird_" });
  const registers = [registry];
  const requests = new Histogram({
    name: "bowerbird_request_seconds",
    help: "Seconds from a request's arrival to its answer.",
    labelNames: ["route", "method", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const vectors = new Gauge({ name: "bowerbird_index_vectors", help: "Vectors in the index.", registers });
  const pins = new Gauge({ name: "bowerbird_pins", help: "Pins that are not deleted.", registers });
  const recall = new Gauge({
    name: "bowerbird_index_recall",
    help: "Recall of approximate searches by the live gauge, 0..1; NaN before the first.",
    registers,
  });
  const unsaved = new Gauge({
    name: "bowerbird_index_unsaved",
    help: "1 when the index could not be saved lately, else 0.",
    registers,
  });
  return {
    contentType: registry.contentType,
    observe: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    read: async (engine) => {
      pins.set(await engine.pins.count());
      vectors.set(engine.indexes.index.size);
      unsaved.set(Number(engine.unsaved() !== null));
      recall.set(engine.recall().recent ?? Number.NaN);
      return registry.metrics();
    },
  };
}
