/** Cases about the structure of many variables: clusters, their agreement, principal components. */
import { groupingAgreement } from "../clustering/agreement.ts";
import { kMeans } from "../clustering/k-means.ts";
import { principalComponents } from "../clustering/principal-components.ts";
import type { Family } from "./family.ts";
import { readCount, readFlag, readLabels, readMatrix } from "./reading.ts";

export const structureFamily: Family = {
  "metrics.clustering": (input) => {
    const found = groupingAgreement(readLabels(input, "a"), readLabels(input, "b"));
    return {
      ari: found.adjustedRand,
      nmi_arithmetic: found.normalisedInformation,
      ami: found.adjustedInformation,
      v_measure: found.vMeasure,
      homogeneity: found.homogeneity,
      completeness: found.completeness,
    };
  },
  "ml.kmeans": (input) => {
    const { within, centres, sizes } = kMeans(readMatrix(input, "X"), readCount(input, "k", 1e5));
    return { tot_withinss: within, centers_sorted: centres, sizes_sorted: sizes };
  },
  "ml.pca": (input) => {
    const standardise = readFlag(input, "standardise", false);
    const { deviations, rotation } = principalComponents(readMatrix(input, "X"), { standardise });
    return { sdev: deviations, abs_rotation: rotation.map((row) => row.map(Math.abs)) };
  },
};
