/**
 * Eppo's flags and contextual bandits, as its SDKs assign them.
 *
 *   shard    first 8 hex digits of md5(`salt-subject`) mod the number of shards, half-open ranges
 *   bandit   weights 1/(n + γ (best - score)), at least floor/n each, the rest to the best action; actions in the order of
 *            their shards for this flag and subject, the first whose cumulated weight passes the subject's own shard
 *
 * The first allocation in time, with a rule that matches and a split that holds the subject's shards, decides.
 *
 * Sources: Eppo's SDK test data (universal flag configuration); D. J. Foster and A. Rakhlin (2020), "Beyond UCB: optimal and
 * efficient contextual bandits with regression oracles", ICML, for the weights.
 */
import { createHash } from "node:crypto";
import { entryOf, type Loose, listOf, numberOf, objectOf, textOf } from "./loose.ts";
import { compareVersions } from "./semantic-version.ts";

export function eppoShard(text: string, shards: number): number {
  return Number.parseInt(createHash("md5").update(text).digest("hex").slice(0, 8), 16) % shards;
}

export interface EppoQuestion {
  readonly flag: string;
  /** STRING, BOOLEAN, INTEGER, NUMERIC or JSON; another type of flag gives the default. */
  readonly type: string;
  readonly fallback: unknown;
  readonly subject: string;
  readonly attributes: Loose;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** `flags`: key → configuration. */
export function eppoAssignment(flags: Loose, asked: EppoQuestion): unknown {
  const flag = objectOf(entryOf(flags, asked.flag));
  if (flag.enabled !== true || flag.variationType !== asked.type) return asked.fallback;
  const variation = assignedVariation(flag, asked);
  const value = variation === undefined ? undefined : objectOf(entryOf(flag.variations, variation)).value;
  return fitting(value, asked.type) ?? asked.fallback;
}

/** The value as its type wants it; undefined when it does not fit. */
function fitting(value: unknown, type: string): unknown {
  if (type === "STRING") return typeof value === "string" ? value : undefined;
  if (type === "BOOLEAN") return typeof value === "boolean" ? value : undefined;
  if (type === "INTEGER") return Number.isInteger(value) ? value : undefined;
  if (type === "NUMERIC") return typeof value === "number" ? value : undefined;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function assignedVariation(flag: Loose, asked: EppoQuestion): string | undefined {
  const attributes = { id: asked.subject, ...asked.attributes };
  for (const allocation of listOf(flag.allocations).map(objectOf)) {
    if (
      asked.now < Date.parse(textOf(allocation.startAt)) ||
      asked.now > Date.parse(textOf(allocation.endAt))
    ) {
      continue;
    }
    const rules = listOf(allocation.rules).map(objectOf);
    if (rules.length > 0 && !rules.some((rule) => ruleMatches(rule, attributes))) continue;
    const split = listOf(allocation.splits)
      .map(objectOf)
      .find(({ shards }) =>
        listOf(shards).every((shard) => holds(objectOf(shard), asked.subject, numberOf(flag.totalShards))),
      );
    if (split) return textOf(split.variationKey);
  }
  return undefined;
}

function holds({ salt, ranges }: Loose, subject: string, total: number): boolean {
  const at = eppoShard(`${textOf(salt)}-${subject}`, total);
  return listOf(ranges)
    .map(objectOf)
    .some(({ start, end }) => numberOf(start) <= at && at < numberOf(end));
}

function ruleMatches(rule: Loose, attributes: Loose): boolean {
  return listOf(rule.conditions)
    .map(objectOf)
    .every(({ attribute, operator, value }) =>
      conditionMatches(textOf(operator), value, entryOf(attributes, textOf(attribute)) ?? null),
    );
}

function conditionMatches(operator: string, wanted: unknown, actual: unknown): boolean {
  if (operator === "IS_NULL") return (actual === null) === Boolean(wanted);
  if (actual === null) return false;
  const text = textOf(actual);
  if (operator === "ONE_OF") return listOf(wanted).map(textOf).includes(text);
  if (operator === "NOT_ONE_OF") return !listOf(wanted).map(textOf).includes(text);
  if (operator === "MATCHES") return matches(text, textOf(wanted));
  if (operator === "NOT_MATCHES") return !matches(text, textOf(wanted));
  const order = compareVersions(text, textOf(wanted)) ?? numberOf(actual) - numberOf(wanted);
  const answers: Loose = { GT: order > 0, GTE: order >= 0, LT: order < 0, LTE: order <= 0 };
  return entryOf(answers, operator) === true;
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false; // an invalid pattern matches nobody
  }
}

/** What a subject or an action is like. */
export interface EppoFeatures {
  readonly numericAttributes: Loose;
  readonly categoricalAttributes: Loose;
}

export interface EppoBanditQuestion {
  readonly flag: string;
  readonly fallback: string;
  readonly subject: string;
  readonly features: EppoFeatures;
  readonly actions: ReadonlyMap<string, EppoFeatures>;
  readonly now: number;
}

/** The flag's variation and, where a bandit stands behind it, the action it picks. `models`: bandit → model. */
export function eppoBanditAction(
  configuration: Loose,
  models: Loose,
  asked: EppoBanditQuestion,
): { readonly variation: string; readonly action: string | null } {
  const attributes = { ...asked.features.numericAttributes, ...asked.features.categoricalAttributes };
  const variation = textOf(
    eppoAssignment(objectOf(configuration.flags), { ...asked, type: "STRING", attributes }),
  );
  const behind = Object.values(objectOf(configuration.bandits))
    .flatMap(listOf)
    .map(objectOf)
    .find((one) => one.flagKey === asked.flag && one.variationValue === variation);
  const model = objectOf(objectOf(entryOf(models, textOf(behind?.key))).modelData);
  if (!behind || asked.actions.size === 0) return { variation, action: null };
  return { variation, action: chooseAction(model, asked) };
}

function chooseAction(model: Loose, { flag, subject, features, actions }: EppoBanditQuestion): string {
  const scores = [...actions].map(([action, own]) => ({
    action,
    score: scoreOf(model, action, features, own),
  }));
  const best = scores.reduce((top, one) =>
    one.score > top.score || (one.score === top.score && one.action < top.action) ? one : top,
  );
  const least = (numberOf(model.actionProbabilityFloor) || 0) / scores.length;
  const gamma = numberOf(model.gamma) || 0;
  const others = scores
    .filter(({ action }) => action !== best.action)
    .map(({ action, score }) => ({
      action,
      weight: Math.max(least, 1 / (scores.length + gamma * (best.score - score))),
    }));
  const rest = Math.max(0, 1 - others.reduce((sum, { weight }) => sum + weight, 0));
  const ordered = [...others, { action: best.action, weight: rest }]
    .map((one) => ({ ...one, at: eppoShard(`${flag}-${subject}-${one.action}`, 10000) }))
    .sort((a, b) => a.at - b.at || (a.action < b.action ? -1 : 1));
  let left = eppoShard(`${flag}-${subject}`, 10000) / 10000;
  const chosen = ordered.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return (chosen ?? ordered[ordered.length - 1]).action;
}

function scoreOf(model: Loose, action: string, subject: EppoFeatures, own: EppoFeatures): number {
  const found = entryOf(model.coefficients, action);
  if (found === undefined) return numberOf(model.defaultActionScore) || 0;
  const coefficients = objectOf(found);
  return (
    numberOf(coefficients.intercept) +
    numericScore(coefficients.subjectNumericCoefficients, subject.numericAttributes) +
    categoricalScore(coefficients.subjectCategoricalCoefficients, subject.categoricalAttributes) +
    numericScore(coefficients.actionNumericCoefficients, own.numericAttributes) +
    categoricalScore(coefficients.actionCategoricalCoefficients, own.categoricalAttributes)
  );
}

function numericScore(coefficients: unknown, attributes: Loose): number {
  return listOf(coefficients)
    .map(objectOf)
    .reduce((sum, { attributeKey, coefficient, missingValueCoefficient }) => {
      const value = entryOf(attributes, textOf(attributeKey));
      const known = typeof value === "number" && Number.isFinite(value);
      return sum + (known ? numberOf(coefficient) * value : numberOf(missingValueCoefficient));
    }, 0);
}

function categoricalScore(coefficients: unknown, attributes: Loose): number {
  return listOf(coefficients)
    .map(objectOf)
    .reduce((sum, { attributeKey, valueCoefficients, missingValueCoefficient }) => {
      const value = textOf(entryOf(attributes, textOf(attributeKey)));
      return sum + numberOf(entryOf(valueCoefficients, value) ?? missingValueCoefficient);
    }, 0);
}
