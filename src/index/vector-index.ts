/**
 * The index: vectors in a table, searched exactly while they are few or a filter is selective; above
 * `index.exactUpTo` a graph is grown beside the table, and searches ask it for candidates whose similarity is then
 * computed from the table. What the graph does not hold yet is scanned, so that a change is visible at once and growing
 * never blocks a search for longer than it takes to link a few rows.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { seqOfKey } from "../core/nouns.ts";
import type { Neighbour, PinSet, Regions, VectorIndex } from "../core/ports.ts";
import type { Settings } from "../core/settings.ts";
import { type TopK, topK } from "../math/top-k.ts";
import { checkVector } from "../math/vectors.ts";
import { type GraphLinker, graphLinker } from "./graph-linker.ts";
import type { GraphMaker } from "./neighbour-graph.ts";
import { pinsOfNeighbours, regionsAPin } from "./pins-of-neighbours.ts";
import type { RecallGauge } from "./recall-gauge.ts";
import { allRows, inRegions, rowsOfPins, theseRows } from "./row-sources.ts";
import { planSearch } from "./search-plan.ts";
import { checkHeader, readTable, type SnapshotFiles, writeSnapshot } from "./snapshot.ts";
import { type RowSource, type VectorTable, vectorTable } from "./vector-table.ts";

export interface IndexParts {
  readonly model: string;
  readonly dimensions: number;
  readonly settings: Pick<Settings, "index.exactUpTo" | "index.selective">;
  /** Null for an index that is always exact. */
  readonly graphs: GraphMaker | null;
  /** Null for an index that lives in memory only. */
  readonly files: SnapshotFiles | null;
  readonly gauge: RecallGauge;
}

export interface GrowingIndex extends VectorIndex {
  /** Vectors in the graph; 0 while every search is exact. */
  readonly linked: number;
  /** Why the graph has stopped growing, or null. Searches stay right, they only get slower. */
  readonly trouble: string | null;
  /** Resolves when the graph has taken in all there is. */
  settled(): Promise<void>;
}

interface Request {
  readonly query: Float32Array;
  readonly k: number;
  readonly keep: PinSet | undefined;
  readonly regions: Regions;
  /** k pins are wanted, not k vectors. */
  readonly pins: boolean;
}

/** When too few candidates are allowed, the graph is asked for this many times as many. */
const widening = 3;

interface Contents {
  readonly table: VectorTable;
  readonly linker: GraphLinker | null;
}

/**
 * Opens the last snapshot, or an empty index when there is none or it is damaged.
 * @returns the state's watermark it was saved with (null for an empty one), and what was wrong with the snapshot
 */
export async function openVectorIndex(
  parts: IndexParts,
): Promise<{ index: GrowingIndex; watermark: number | null; trouble: string | null }> {
  try {
    const snapshot = await parts.files?.read();
    if (!snapshot) return { index: vectorIndex(parts), watermark: null, trouble: null };
    try {
      checkHeader(snapshot, parts.model, parts.dimensions);
      const table = vectorTable(parts.dimensions);
      const waiting = await readTable(snapshot, table);
      const graph =
        parts.graphs && snapshot.graphPath ? parts.graphs.load(parts.dimensions, snapshot.graphPath) : null;
      const linker = graph && graphLinker(table, graph, waiting);
      return {
        index: vectorIndex(parts, { table, linker }),
        watermark: snapshot.header.watermark,
        trouble: null,
      };
    } finally {
      await snapshot.close();
    }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { index: vectorIndex(parts), watermark: null, trouble };
  }
}

export function vectorIndex(parts: IndexParts, contents?: Contents): GrowingIndex {
  const { model, dimensions, settings, graphs, files, gauge } = parts;
  const table = contents?.table ?? vectorTable(dimensions);
  let linker = contents?.linker ?? null;
  let closed = false;
  let gauging = false;
  let changes: Promise<void> = Promise.resolve();

  /** Changes and saves run one after the other; a failed one does not hold up the next. */
  const inTurn = (change: () => void | Promise<void>): Promise<void> => {
    const done = changes.then(change);
    changes = done.catch(() => {});
    return done;
  };

  const chooseWay = (): void => {
    const exactUpTo = settings["index.exactUpTo"];
    if (!linker && graphs && table.size > exactUpTo && !closed) {
      const rows = Array.from({ length: table.end }, (_, row) => row).filter((row) => table.keyOf(row) >= 0);
      linker = graphLinker(table, graphs.empty(dimensions), new Set(rows));
    } else if (linker && table.size * 2 < exactUpTo) {
      linker.stop();
      linker = null;
    }
  };

  const allowedBy = ({ keep, regions }: Request): number => {
    const share = keep && table.pins > 0 ? Math.min(1, keep.size / table.pins) : 1;
    const count = { all: table.size, pictures: table.pictures, objects: table.size - table.pictures };
    return share * count[regions];
  };
  const isAllowed =
    ({ keep, regions }: Request) =>
    (key: number): boolean =>
      inRegions(key, regions) && (keep === undefined || keep.has(seqOfKey(key)));

  /** As many vectors as are surely enough for k pins. */
  const enough = ({ k, pins, regions }: Request): number =>
    pins && regions !== "pictures" ? k * regionsAPin : k;
  const exactSource = ({ keep, regions }: Request): RowSource =>
    keep ? rowsOfPins(table, keep, regions) : allRows(table, regions);
  const finish = (top: TopK, { k, pins }: Request): Neighbour[] => {
    const best = top.sorted().map(({ id, score }): Neighbour => ({ key: id, similarity: score }));
    return (pins ? pinsOfNeighbours(best) : best).slice(0, k);
  };

  const ranked = (request: Request, source: RowSource, atLeast = 0): TopK => {
    const top = topK(Math.max(enough(request), atLeast));
    while (table.scan(request.query, source, top));
    return top;
  };
  const exactly = (request: Request): Neighbour[] => finish(ranked(request, exactSource(request)), request);

  /** One batch a turn of the event loop, about 0.1 ms: other searches hardly notice. */
  const exactlyBesideOthers = async (request: Request): Promise<Neighbour[]> => {
    const top = topK(enough(request));
    const source = exactSource(request);
    while (table.scan(request.query, source, top)) await nextTurn();
    return finish(top, request);
  };

  /** Null when too few of the graph's candidates are allowed. */
  const throughGraph = (
    request: Request,
    { graph, waiting }: GraphLinker,
    first: number,
    most: number,
  ): Neighbour[] | null => {
    const allowed = isAllowed(request);
    const unlinked = waiting.size === 0 ? [] : ranked(request, theseRows(table, waiting, allowed)).sorted();
    for (let count = first; ; count = Math.min(most, count * widening)) {
      const near = graph.search(request.query, count);
      const candidates = waiting.size === 0 ? near : near.filter((row) => !waiting.has(row));
      const top = ranked(request, theseRows(table, candidates, allowed), count);
      // enough from the graph alone: else a far vector that is not linked yet could stand for a nearer one that is
      const found = finish(top, request);
      if (found.length >= request.k) {
        for (const { id, score } of unlinked) top.push(id, score);
        return unlinked.length === 0 ? found : finish(top, request);
      }
      if (count >= most) return null;
    }
  };

  /** Never more than one at a time, so that a busy server spends its time on answers. */
  const gaugeBeside = async (request: Request, found: readonly Neighbour[]): Promise<void> => {
    if (gauging) return;
    gauging = true;
    const query = request.query.slice();
    await nextTurn();
    if (!closed) {
      const exact = await exactlyBesideOthers({ ...request, query });
      const idOf = ({ key }: Neighbour): number => (request.pins ? seqOfKey(key) : key);
      gauge.record(found.map(idOf), exact.map(idOf));
    }
    gauging = false;
  };

  const nearest = (request: Request): Neighbour[] => {
    checkVector(request.query, dimensions);
    const situation = { wanted: request.k, size: table.size, inGraph: linker?.graph.size ?? 0 };
    const plan = planSearch({
      ...situation,
      allowed: allowedBy(request),
      selective: settings["index.selective"],
    });
    if (plan.way === "exact" || !linker) return exactly(request);
    const found = throughGraph(request, linker, plan.first, plan.most);
    if (!found) return exactly(request);
    if (gauge.isDue()) void gaugeBeside(request, found);
    return found;
  };

  chooseWay();
  return {
    model,
    dimensions,
    get size() {
      return table.size;
    },
    get linked() {
      return linker?.graph.size ?? 0;
    },
    get trouble() {
      return linker?.trouble ?? null;
    },
    settled: async () => linker?.settled(),
    add: async (entries) => {
      for (const { vector } of entries) checkVector(vector, dimensions);
      await inTurn(() => {
        for (const { key, vector } of entries) {
          const row = table.put(key, vector);
          linker?.changed(row);
        }
        chooseWay();
      });
    },
    remove: (keys) =>
      inTurn(() => {
        for (const key of keys) {
          const row = table.drop(key);
          if (row >= 0) linker?.dropped(row);
        }
        chooseWay();
      }),
    vector: (key) => {
      const row = table.rowOf(key);
      return row < 0 ? null : table.vector(row);
    },
    search: async (query, k, keep, regions = "all") => nearest({ query, k, keep, regions, pins: false }),
    searchPins: async (query, k, keep, regions = "all") =>
      pinsOfNeighbours(nearest({ query, k, keep, regions, pins: true })),
    searchExactly: async (query, k, keep, regions = "all") => {
      checkVector(query, dimensions);
      return exactlyBesideOthers({ query, k, keep, regions, pins: false });
    },
    save: (watermark) =>
      inTurn(async () => {
        if (files) await writeSnapshot(files, { model, watermark }, table, linker);
      }),
    close: async () => {
      closed = true;
      linker?.stop();
      await changes;
    },
  };
}
