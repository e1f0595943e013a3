import { recallGauge } from "../../index/recall-gauge.ts";
import { vectorIndexContract } from "../../index/vector-index.contract.ts";
import { type GrowingIndex, vectorIndex } from "../../index/vector-index.ts";
import { usearchGraphs } from "./usearch-graph.ts";

const graphs = usearchGraphs(
  { "index.connectivity": 16, "index.expansionAdd": 128, "index.expansionSearch": 96 },
  1,
);

for (const exactUpTo of [0, 500]) {
  const opened = new WeakMap<object, GrowingIndex>();
  vectorIndexContract(`usearch's graph above ${exactUpTo} vectors`, {
    open: (dimensions) => {
      const settings = { "index.exactUpTo": exactUpTo, "index.selective": 0.05 };
      const parts = { model: "toy@1", dimensions, settings, graphs, files: null, gauge: recallGauge(0) };
      const index = vectorIndex(parts);
      opened.set(index, index);
      return index;
    },
    settle: async (index) => opened.get(index)?.settled(),
    recall: 0.9,
  });
}
