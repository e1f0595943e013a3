/** Every feature that `bowerbird stats run` answers. A new family is one file beside this one and one line here. */
import { beliefsFamily } from "./beliefs.ts";
import { boundariesFamily } from "./boundaries.ts";
import { distributionsFamily } from "./distributions.ts";
import { type Family, joinFamilies } from "./family.ts";
import { measuresFamily } from "./measures.ts";
import { metricsFamily } from "./metrics.ts";
import { nonlinearFamily } from "./nonlinear.ts";
import { peerBucketsFamily } from "./peer-buckets.ts";
import { peerFlagsFamily } from "./peer-flags.ts";
import { peerStatisticsFamily } from "./peer-statistics.ts";
import { peerTargetingFamily } from "./peer-targeting.ts";
import { planningFamily } from "./planning.ts";
import { regressionFamily } from "./regression.ts";
import { samplesFamily } from "./samples.ts";
import { sequentialFamily } from "./sequential.ts";
import { seriesFamily } from "./series.ts";
import { structureFamily } from "./structure.ts";
import { survivalFamily } from "./survival.ts";

export const registry: Family = joinFamilies([
  measuresFamily,
  nonlinearFamily,
  peerBucketsFamily,
  peerFlagsFamily,
  peerStatisticsFamily,
  peerTargetingFamily,
  regressionFamily,
  seriesFamily,
  structureFamily,
  survivalFamily,
  distributionsFamily,
  samplesFamily,
  metricsFamily,
  planningFamily,
  sequentialFamily,
  beliefsFamily,
  boundariesFamily,
]);
