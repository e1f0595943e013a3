/** The indexes of all models below one folder, each with usearch's graph above `index.exactUpTo` vectors. */
import type { Settings } from "../../core/settings.ts";
import type { IndexShelf } from "../../index/index-keeper.ts";
import type { RecallGauge } from "../../index/recall-gauge.ts";
import { openVectorIndex } from "../../index/vector-index.ts";
import { folderOfModel, indexFolder } from "./index-folder.ts";
import { usearchGraphs } from "./usearch-graph.ts";

/**
 * @param root folder of the indexes, made when needed
 * @param threads that link vectors into a graph
 * @param gauge shared by all models, as only one serves at a time
 */
export function indexShelf(
  root: string,
  settings: Settings,
  threads: number,
  gauge: RecallGauge,
): IndexShelf {
  const graphs = usearchGraphs(settings, threads);
  const filesOf = (model: string) => indexFolder(folderOfModel(root, model));
  return {
    open: (model, dimensions) =>
      openVectorIndex({ model, dimensions, settings, graphs, gauge, files: filesOf(model) }),
    discard: (model) => filesOf(model).clear(),
  };
}
