/**
 * GrowthBook's features and experiments, as its SDKs evaluate them: rules in order, prerequisites, forced values, rollouts,
 * experiments with namespaces, filters, ranges, holdouts that pass through, sticky buckets and contextual bandits.
 *
 * Source: GrowthBook, "Build your own SDK" specification 0.8 and its published cases.
 */
import {
  type BucketRange,
  bucketRanges,
  chooseVariation,
  growthBookBucket,
  inNamespace,
  queryOverride,
} from "./buckets.ts";
import { matchesCondition } from "./condition.ts";
import { keepVariation, type StickyDocuments, stickyVariation } from "./growthbook-sticky.ts";
import { entryOf, type Loose, listOf, numberOf, objectOf, textOf } from "./loose.ts";

export interface ExperimentResult extends Loose {
  readonly inExperiment: boolean;
  readonly hashUsed: boolean;
  readonly variationId: number;
  readonly value: unknown;
}

export interface FeatureResult extends Loose {
  readonly value: unknown;
  readonly source: string;
  readonly experimentResult?: ExperimentResult;
}

/** `documents`: sticky buckets, changed in place; without them fallback attributes are not looked at. */
export function evaluateFeature(context: Loose, id: string, documents?: StickyDocuments): FeatureResult {
  return featureIn({ context, documents, path: [] }, id);
}

export function runExperiment(
  context: Loose,
  experiment: Loose,
  documents?: StickyDocuments,
): ExperimentResult {
  return experimentIn({ context, documents, path: [] }, experiment, null);
}

interface Scope {
  readonly context: Loose;
  readonly documents: StickyDocuments | undefined;
  /** The features being evaluated, outermost first. */
  readonly path: readonly string[];
}

function featureResult(value: unknown, source: string, more: Loose = {}): FeatureResult {
  return { value, on: Boolean(value), off: !value, source, ruleId: "", ...more };
}

function featureIn(outer: Scope, id: string): FeatureResult {
  if (outer.path.includes(id)) return featureResult(null, "cyclicPrerequisite");
  const scope = { ...outer, path: [...outer.path, id] };
  const found = entryOf(scope.context.features, id);
  if (found === undefined) return featureResult(null, "unknownFeature");
  const feature = objectOf(found);
  for (const rule of listOf(feature.rules).map(objectOf)) {
    const answer = ruleAnswer(scope, rule, id);
    if (answer) return answer;
  }
  return featureResult(feature.defaultValue ?? null, "defaultValue");
}

function ruleAnswer(scope: Scope, rule: Loose, id: string): FeatureResult | undefined {
  const parents = parentsAnswer(scope, rule);
  if (parents === "cyclic") return featureResult(null, "cyclicPrerequisite");
  if (parents === "gate") return featureResult(null, "prerequisite");
  if (parents === "skip" || (rule.filters && filteredOut(scope, rule))) return undefined;
  if ("force" in rule) {
    if (rule.condition && !holds(scope, rule.condition)) return undefined;
    if (!inRollout(scope, rule, id)) return undefined;
    return featureResult(rule.force, "force", { ruleId: textOf(rule.id) });
  }
  const variations = rule.contextualVariations ?? rule.variations;
  if (!Array.isArray(variations)) return undefined;
  const bandit = rule.contextualVariations ? contextualLeaf(scope, rule) : undefined;
  const experiment = {
    ...experimentOf(rule, variations, id),
    ...(bandit ? { weights: bandit.variationWeights } : {}),
  };
  const result = experimentIn(scope, experiment, id);
  if (!result.inExperiment || result.passthrough === true) return undefined;
  const routed = result.hashUsed && bandit;
  return featureResult(result.value, "experiment", {
    ruleId: textOf(rule.id),
    experiment: routed ? { ...experiment, contextualBandit: bandit } : experiment,
    experimentResult: routed ? { ...result, ...bandit } : result,
  });
}

const experimentFields = [
  "coverage",
  "weights",
  "hashAttribute",
  "fallbackAttribute",
  "disableStickyBucketing",
  "bucketVersion",
  "minBucketVersion",
  "namespace",
  "meta",
  "ranges",
  "name",
  "phase",
  "seed",
  "hashVersion",
  "filters",
  "condition",
];

function experimentOf(rule: Loose, variations: readonly unknown[], id: string): Loose {
  const kept = experimentFields.filter((field) => rule[field] !== undefined && rule[field] !== null);
  return {
    variations,
    key: textOf(rule.key) || id,
    ...Object.fromEntries(kept.map((field) => [field, rule[field]])),
  };
}

/** The weights of the first leaf that holds, the rule's own when none does; undefined when the bandit is not there. */
function contextualLeaf(scope: Scope, rule: Loose) {
  const found = entryOf(scope.context.contextualBandits, textOf(rule.contextualBanditRef));
  if (found === undefined) return undefined;
  const bandit = objectOf(found);
  const leaf = listOf(bandit.contexts)
    .map(objectOf)
    .find((one) => holds(scope, one.condition));
  return {
    leafId: leaf?.leafId ?? -1,
    variationWeights: leaf?.weights ?? rule.weights,
    ...(bandit.banditVersion === undefined ? {} : { banditVersion: bandit.banditVersion }),
  };
}

function parentsAnswer(scope: Scope, rule: Loose): "pass" | "gate" | "skip" | "cyclic" {
  for (const parent of listOf(rule.parentConditions).map(objectOf)) {
    const { value, source } = featureIn(scope, textOf(parent.id));
    if (source === "cyclicPrerequisite") return "cyclic";
    const groups = objectOf(scope.context.savedGroups);
    if (!matchesCondition({ value }, objectOf(parent.condition), groups))
      return parent.gate ? "gate" : "skip";
  }
  return "pass";
}

function holds({ context }: Scope, condition: unknown): boolean {
  return matchesCondition(objectOf(context.attributes), objectOf(condition), objectOf(context.savedGroups));
}

/** The attribute that is hashed and its value; the fallback's when the first is empty and buckets are sticky. */
function hashOf({ context, documents }: Scope, rule: Loose): { attribute: string; value: unknown } {
  const attributes = objectOf(context.attributes);
  const attribute = textOf(rule.hashAttribute) || "id";
  const fallback = textOf(rule.fallbackAttribute);
  const value = attributes[attribute] ?? "";
  if (value === "" && documents && rule.disableStickyBucketing !== true && attributes[fallback]) {
    return { attribute: fallback, value: attributes[fallback] };
  }
  return { attribute, value };
}

const isRange = (value: unknown): value is BucketRange =>
  Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === "number");

function inRollout(scope: Scope, rule: Loose, id: string): boolean {
  const coverage = rule.coverage === undefined ? undefined : numberOf(rule.coverage);
  if (!isRange(rule.range) && (coverage === undefined || coverage === 0)) return coverage === undefined;
  const { value } = hashOf(scope, rule);
  const version = numberOf(rule.hashVersion ?? 1);
  const n = textOf(value) === "" ? null : growthBookBucket(textOf(rule.seed) || id, textOf(value), version);
  if (n === null) return false;
  if (isRange(rule.range)) return rule.range[0] <= n && n < rule.range[1];
  return n <= (coverage ?? 1);
}

function filteredOut(scope: Scope, rule: Loose): boolean {
  return listOf(rule.filters)
    .map(objectOf)
    .some((filter) => {
      const { value } = hashOf(scope, { hashAttribute: filter.attribute });
      if (textOf(value) === "") return true;
      const n = growthBookBucket(textOf(filter.seed), textOf(value), numberOf(filter.hashVersion ?? 2));
      return (
        n === null || !listOf(filter.ranges).some((range) => isRange(range) && range[0] <= n && n < range[1])
      );
    });
}

function experimentIn(scope: Scope, experiment: Loose, featureId: string | null): ExperimentResult {
  const { context, documents } = scope;
  const variations = listOf(experiment.variations);
  const key = textOf(experiment.key);
  const answer = (variation: number, hashUsed = false, more: Loose = {}): ExperimentResult =>
    experimentResult(scope, experiment, featureId, variation, hashUsed, more);
  if (variations.length < 2 || context.enabled === false) return answer(-1);
  const asked = queryOverride(key, textOf(context.url), variations.length);
  if (asked !== null) return answer(asked);
  const forced = entryOf(context.forcedVariations, key);
  if (forced !== undefined) return answer(numberOf(forced));
  if (experiment.status === "draft" || experiment.active === false) return answer(-1);
  const { attribute, value } = hashOf(scope, experiment);
  if (textOf(value) === "") return answer(-1);

  const sticky = documents !== undefined && experiment.disableStickyBucketing !== true;
  const kept = sticky
    ? stickyVariation(documents, experiment, objectOf(context.attributes))
    : { variation: -1, blocked: false };
  const found = kept.variation >= 0;
  if (!found && !isTargeted(scope, experiment, textOf(value))) return answer(-1);

  const n = growthBookBucket(
    textOf(experiment.seed) || key,
    textOf(value),
    numberOf(experiment.hashVersion ?? 1),
  );
  if (n === null) return answer(-1);
  const assigned = found ? kept.variation : chooseVariation(n, rangesOf(experiment, variations.length));
  if (kept.blocked) return answer(-1, false, { stickyBucketUsed: true });
  if (assigned < 0) return answer(-1);
  if (experiment.force !== undefined) return answer(numberOf(experiment.force ?? -1));
  if (context.qaMode === true || experiment.status === "stopped") return answer(-1);
  const result = answer(assigned, true, { bucket: n, stickyBucketUsed: found });
  if (sticky) keepVariation(documents, experiment, attribute, value, textOf(result.key));
  return result;
}

/** Filters go before the namespace; then the condition and the parents. */
function isTargeted(scope: Scope, experiment: Loose, value: string): boolean {
  if (experiment.filters) {
    if (filteredOut(scope, experiment)) return false;
  } else if (Array.isArray(experiment.namespace)) {
    const [name, from, to] = experiment.namespace;
    if (!inNamespace(value, [textOf(name), numberOf(from), numberOf(to)])) return false;
  }
  if (experiment.condition && !holds(scope, experiment.condition)) return false;
  return parentsAnswer(scope, experiment) === "pass";
}

function rangesOf(experiment: Loose, count: number): readonly BucketRange[] {
  if (Array.isArray(experiment.ranges))
    return experiment.ranges.map((range) => (isRange(range) ? range : [0, 0]));
  const weights = Array.isArray(experiment.weights) ? experiment.weights.map(numberOf) : null;
  return bucketRanges(count, numberOf(experiment.coverage ?? 1), weights);
}

function experimentResult(
  scope: Scope,
  experiment: Loose,
  featureId: string | null,
  variation: number,
  hashUsed: boolean,
  more: Loose,
): ExperimentResult {
  const variations = listOf(experiment.variations);
  const inExperiment = Number.isInteger(variation) && variation >= 0 && variation < variations.length;
  const variationId = inExperiment ? variation : 0;
  const { attribute, value } = hashOf(scope, experiment);
  const meta = objectOf(listOf(experiment.meta)[variationId]);
  return {
    key: textOf(meta.key) || String(variationId),
    featureId,
    inExperiment,
    hashUsed,
    variationId,
    value: variations[variationId],
    hashAttribute: attribute,
    hashValue: value,
    stickyBucketUsed: false,
    ...(meta.name ? { name: meta.name } : {}),
    ...(meta.passthrough ? { passthrough: true } : {}),
    ...more,
  };
}
