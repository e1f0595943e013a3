/**
 * Unleash's flags: whether a toggle is on for a context, and which variant it gives, as its SDKs decide.
 *
 *   rollout   murmur3(`group:id`) mod 100 + 1 ≤ percentage
 *   variant   murmur3(`group:id`, seed 86028157) mod Σ weights + 1, counted through the weights
 *
 * On when any strategy is (or there is none); a strategy is on when all its constraints and segments are. Parents must
 * be as the child's dependencies say, and have none of their own.
 *
 * Source: Unleash client specification.
 */
import { murmur3 } from "../../math/hashes.ts";
import { type Loose, listOf, numberOf, objectOf, textOf } from "./loose.ts";
import { inNetwork } from "./network-range.ts";
import { contextValue, satisfies } from "./unleash-constraints.ts";

export interface UnleashVariant {
  readonly name: string;
  readonly payload?: unknown;
  readonly enabled: boolean;
  readonly feature_enabled: boolean;
}

export interface UnleashClient {
  isEnabled(toggle: string, context: Loose): boolean;
  variant(toggle: string, context: Loose): UnleashVariant;
}

export interface UnleashChoices {
  /** In [0, 1), for what sticks to nobody. */
  readonly random: () => number;
  /** Milliseconds since 1970, where the context has no time. */
  readonly now: number;
}

/** `state` is a list of features and segments, or of events that lead to one. */
export function unleashClient(state: Loose, choices: UnleashChoices): UnleashClient {
  const { features, segments } = Array.isArray(state.events) ? replayed(state.events) : listed(state);

  const constraintsOf = (strategy: Loose): readonly unknown[] | undefined => {
    const own = listOf(strategy.constraints);
    const shared = listOf(strategy.segments).map((id) => segments.get(textOf(id)));
    if (shared.includes(undefined)) return undefined;
    return [...own, ...shared.flatMap((segment) => listOf(segment?.constraints))];
  };
  const strategyOn = (strategy: Loose, toggle: string, context: Loose): boolean => {
    const constraints = constraintsOf(strategy);
    if (!constraints?.every((one) => satisfies(context, objectOf(one), choices.now))) return false;
    return activates(strategy, toggle, context, choices);
  };
  /** The strategy that is on; true when the feature has none and needs none. */
  const decidedBy = (feature: Loose | undefined, context: Loose): Loose | boolean => {
    if (feature?.enabled !== true || !parentsAgree(feature, context)) return false;
    const strategies = listOf(feature.strategies).map(objectOf);
    if (strategies.length === 0) return true;
    return strategies.find((one) => strategyOn(one, textOf(feature.name), context)) ?? false;
  };
  const parentsAgree = (feature: Loose, context: Loose): boolean =>
    listOf(feature.dependencies).every((item) => {
      const wanted = objectOf(item);
      const parent = features.get(textOf(wanted.feature));
      if (!parent || listOf(parent.dependencies).length > 0) return false;
      const decided = decidedBy(parent, context);
      if (wanted.enabled === false) return decided === false;
      if (decided === false) return false;
      const names = listOf(wanted.variants);
      return names.length === 0 || names.includes(variantOf(parent, decided, context).name);
    });
  const variantOf = (feature: Loose, decided: Loose | true, context: Loose): UnleashVariant => {
    const own = decided === true ? [] : listOf(decided.variants);
    const parameters = decided === true ? {} : objectOf(decided.parameters);
    const group = own.length > 0 ? textOf(parameters.groupId) : textOf(feature.name);
    const variants = (own.length > 0 ? own : listOf(feature.variants)).map(objectOf);
    const stickiness = textOf((own.length > 0 ? parameters : (variants[0] ?? {})).stickiness) || "default";
    const chosen = chooseVariant(variants, group, stickiness, context, choices);
    if (!chosen) return { name: "disabled", enabled: false, feature_enabled: true };
    const { name, payload } = chosen;
    return {
      name: textOf(name),
      ...(payload === undefined ? {} : { payload }),
      enabled: true,
      feature_enabled: true,
    };
  };
  return {
    isEnabled: (toggle, context) => decidedBy(features.get(toggle), context) !== false,
    variant: (toggle, context) => {
      const feature = features.get(toggle);
      const decided = decidedBy(feature, context);
      if (!feature || decided === false) return { name: "disabled", enabled: false, feature_enabled: false };
      return variantOf(feature, decided, context);
    },
  };
}

interface State {
  readonly features: Map<string, Loose>;
  readonly segments: Map<string, Loose>;
}

const byName = (items: unknown, field: string): Map<string, Loose> =>
  new Map(listOf(items).map((item) => [textOf(objectOf(item)[field]), objectOf(item)]));

function listed(state: Loose): State {
  return { features: byName(state.features, "name"), segments: byName(state.segments, "id") };
}

function replayed(events: readonly unknown[]): State {
  let state: State = listed({});
  for (const event of events.map(objectOf)) {
    const [feature, segment] = [objectOf(event.feature), objectOf(event.segment)];
    if (event.type === "hydration") state = listed(event);
    else if (event.type === "feature-updated") state.features.set(textOf(feature.name), feature);
    else if (event.type === "feature-removed") state.features.delete(textOf(event.featureName));
    else if (event.type === "segment-updated") state.segments.set(textOf(segment.id), segment);
    else if (event.type === "segment-removed") state.segments.delete(textOf(event.segmentId));
  }
  return state;
}

const place = (group: string, id: string): number => (murmur3(`${group}:${id}`) % 100) + 1;

function activates(strategy: Loose, toggle: string, context: Loose, { random }: UnleashChoices): boolean {
  const parameters = objectOf(strategy.parameters);
  const group = textOf(parameters.groupId);
  const items = (field: string): string[] => textOf(parameters[field]).split(/\s*,\s*/);
  const within = (share: unknown, id: string | undefined, name = group): boolean =>
    id !== undefined && id !== "" && numberOf(share) > 0 && place(name, id) <= numberOf(share);
  switch (strategy.name) {
    case "default":
      return true;
    case "userWithId":
      return items("userIds").includes(contextValue(context, "userId") ?? "");
    case "remoteAddress":
      return items("IPs").some((range) => inNetwork(contextValue(context, "remoteAddress") ?? "", range));
    case "gradualRolloutUserId":
      return within(parameters.percentage, contextValue(context, "userId"));
    case "gradualRolloutSessionId":
      return within(parameters.percentage, contextValue(context, "sessionId"));
    case "gradualRolloutRandom":
      return numberOf(parameters.percentage) >= Math.floor(random() * 100) + 1;
    case "flexibleRollout": {
      const sticky = textOf(parameters.stickiness) || "default";
      const id = stickyId(sticky, context, ["userId", "sessionId"], random);
      return within(parameters.rollout, id, group || toggle);
    }
    default:
      return false;
  }
}

/** Who a choice sticks to: a field of the context, the first of `defaults`, or nobody. */
function stickyId(
  stickiness: string,
  context: Loose,
  defaults: readonly string[],
  random: () => number,
): string | undefined {
  const chance = (): string => String(Math.floor(random() * 10000) + 1);
  if (stickiness === "random") return chance();
  if (stickiness !== "default") return contextValue(context, stickiness);
  const field = defaults.find((name) => (contextValue(context, name) ?? "") !== "");
  return field === undefined ? chance() : contextValue(context, field);
}

function chooseVariant(
  variants: readonly Loose[],
  group: string,
  stickiness: string,
  context: Loose,
  { random }: UnleashChoices,
): Loose | undefined {
  const total = variants.reduce((sum, variant) => sum + (numberOf(variant.weight) || 0), 0);
  if (!(total > 0)) return undefined;
  const overridden = variants.find((variant) =>
    listOf(variant.overrides).some((item) => {
      const { contextName, values } = objectOf(item);
      const actual = contextValue(context, textOf(contextName));
      return actual !== undefined && listOf(values).map(textOf).includes(actual);
    }),
  );
  if (overridden) return overridden;
  const defaults = ["userId", "sessionId", "remoteAddress"];
  const id =
    stickyId(stickiness, context, defaults, random) ?? stickyId("random", context, defaults, random) ?? "";
  let left = (murmur3(`${group}:${id}`, 86028157) % total) + 1;
  return variants.find((variant) => {
    left -= numberOf(variant.weight) || 0;
    return left <= 0;
  });
}
