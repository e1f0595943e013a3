/** Structure without labels: clusters, components, and how far two groupings agree. */

export { type Agreement, groupingAgreement } from "./agreement.ts";
export { type Clustering, kMeans } from "./k-means.ts";
export { type PrincipalComponents, principalComponents } from "./principal-components.ts";
