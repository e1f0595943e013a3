/** Rows that belong together: clusters, a market switched block by block, and whether the unit assigned is the unit analysed. */
export {
  type AssignedCluster,
  addClusterSums,
  type ClusteredTest,
  type ClusterFit,
  type ClusterSums,
  clusteredDifference,
  clusterRobustFit,
  clusterSumsOf,
} from "./cluster-robust.ts";
export { type Period, randomisationTest, type SwitchbackTest, switchbackEffect } from "./switchback.ts";
export { type UnitCheck, type UnitRows, unitCheck } from "./unit-check.ts";
