/** Cases about other engines' targeting conditions. */
import { matchesCondition } from "../peers/condition.ts";
import type { Family } from "./family.ts";
import { has, readObject } from "./reading.ts";

export const peerTargetingFamily: Family = {
  "targeting.condition": (input) => ({
    match: matchesCondition(
      readObject(input, "attributes"),
      readObject(input, "condition"),
      has(input, "saved_groups") ? readObject(input, "saved_groups") : {},
    ),
  }),
};
