/**
 * Unleash's constraints: one operator on one field of the context, as its SDKs evaluate them.
 *
 * A field that is missing fails every operator but NOT_IN; what cannot be read (a number, date, version, pattern or
 * range) fails; `inverted` turns the answer. An operator nobody knows is false.
 *
 * Source: Unleash client specification (constraint operators, semantic versions, patterns in RE2's syntax, CIDR).
 */
import { type Loose, listOf, numberOf, objectOf, textOf } from "./loose.ts";
import { inNetwork } from "./network-range.ts";
import { compareVersions } from "./semantic-version.ts";

/** The context's own field, or the property of that name; undefined when missing or null. */
export function contextValue(context: Loose, field: string): string | undefined {
  const value = context[field] ?? objectOf(context.properties)[field] ?? undefined;
  return value === undefined ? undefined : textOf(value);
}

type Operator = (actual: string, constraint: Loose) => boolean;

const anyOf =
  (test: (actual: string, wanted: string) => boolean): Operator =>
  (actual, { values, caseInsensitive }) => {
    const fold = (text: string): string => (caseInsensitive === true ? text.toLowerCase() : text);
    return listOf(values).some((value) => test(fold(actual), fold(textOf(value))));
  };

const byNumber =
  (test: (gap: number) => boolean): Operator =>
  (actual, { value }) => {
    const gap = numberOf(actual) - numberOf(value);
    return !Number.isNaN(gap) && test(gap);
  };

const byDate =
  (test: (gap: number) => boolean): Operator =>
  (actual, { value }) => {
    const gap = Date.parse(actual) - Date.parse(textOf(value));
    return !Number.isNaN(gap) && test(gap);
  };

const byVersion =
  (test: (order: number) => boolean): Operator =>
  (actual, { value }) => {
    const order = compareVersions(actual, textOf(value));
    return order !== undefined && test(order);
  };

const operators: Readonly<Record<string, Operator>> = {
  STR_STARTS_WITH: anyOf((actual, wanted) => actual.startsWith(wanted)),
  STR_ENDS_WITH: anyOf((actual, wanted) => actual.endsWith(wanted)),
  STR_CONTAINS: anyOf((actual, wanted) => actual.includes(wanted)),
  NUM_EQ: byNumber((gap) => gap === 0),
  NUM_GT: byNumber((gap) => gap > 0),
  NUM_GTE: byNumber((gap) => gap >= 0),
  NUM_LT: byNumber((gap) => gap < 0),
  NUM_LTE: byNumber((gap) => gap <= 0),
  DATE_AFTER: byDate((gap) => gap > 0),
  DATE_BEFORE: byDate((gap) => gap < 0),
  SEMVER_EQ: byVersion((order) => order === 0),
  SEMVER_GT: byVersion((order) => order > 0),
  SEMVER_GTE: byVersion((order) => order >= 0),
  SEMVER_LT: byVersion((order) => order < 0),
  SEMVER_LTE: byVersion((order) => order <= 0),
  IN_CIDR: (actual, { values }) => listOf(values).some((range) => inNetwork(actual, textOf(range))),
  REGEX: (actual, { value, caseInsensitive }) =>
    matchesPattern(actual, textOf(value), caseInsensitive === true),
};

export function satisfies(context: Loose, constraint: Loose, now: number): boolean {
  const [field, name] = [textOf(constraint.contextName), textOf(constraint.operator)];
  const given = contextValue(context, field);
  const actual = given ?? (field === "currentTime" ? new Date(now).toISOString() : undefined);
  const turned = (answer: boolean): boolean => (constraint.inverted === true ? !answer : answer);
  if (name === "IN" || name === "NOT_IN") {
    const inside = actual !== undefined && listOf(constraint.values).map(textOf).includes(actual);
    return turned(name === "IN" ? inside : !inside);
  }
  if (!Object.hasOwn(operators, name)) return false;
  return turned(actual !== undefined && operators[name](actual, constraint));
}

const classes: Readonly<Record<string, string>> = {
  alpha: "A-Za-z",
  digit: "0-9",
  alnum: "A-Za-z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  blank: " \\t",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
  punct: "!-\\/:-@\\[-`{-~",
};

/** RE2's syntax: flags such as (?i) anywhere, POSIX classes, neither look-around nor back references. */
function matchesPattern(actual: string, pattern: string, ignoreCase: boolean): boolean {
  if (/\(\?<?[=!]/.test(pattern) || /(?:^|[^\\])(?:\\\\)*\\[1-9]/.test(pattern)) return false;
  const flags = new Set(ignoreCase ? ["i"] : []);
  const plain = pattern
    .replace(/\(\?([ims]+)\)/g, (_, given: string) => {
      for (const flag of given) flags.add(flag);
      return "";
    })
    .replace(/\[:(\w+):\]/g, (whole, name: string) => (Object.hasOwn(classes, name) ? classes[name] : whole));
  try {
    return new RegExp(plain, [...flags].join("")).test(actual);
  } catch {
    return false; // an invalid pattern matches nobody
  }
}
