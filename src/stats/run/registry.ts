/** Every feature that `bowerbird stats run` answers. A new family is one file beside this one and one line here. */
import { distributionsFamily } from "./distributions.ts";
import { type Family, joinFamilies } from "./family.ts";

export const registry: Family = joinFamilies([distributionsFamily]);
