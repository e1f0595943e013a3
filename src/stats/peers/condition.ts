/**
 * GrowthBook's targeting conditions: a JSON expression over a person's attributes, evaluated as its SDKs do.
 *
 * `$and $or $nor $not` join conditions; every other key is a dotted path to an attribute and its value a literal or an
 * object of operators. An operator nobody knows is false. Versions are compared after padding their numbers.
 *
 * Source: GrowthBook, "Build your own SDK" specification 0.8 and its published cases.
 */
type Attributes = Readonly<Record<string, unknown>>;
type SavedGroups = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function matchesCondition(
  attributes: Attributes,
  condition: Attributes,
  groups: SavedGroups = {},
): boolean {
  const inner = (part: unknown): boolean => isObject(part) && matchesCondition(attributes, part, groups);
  return Object.entries(condition).every(([key, value]) => {
    if (key === "$or") return asList(value).length === 0 || asList(value).some(inner);
    if (key === "$nor") return !(asList(value).length === 0 || asList(value).some(inner));
    if (key === "$and") return asList(value).every(inner);
    if (key === "$not") return !inner(value);
    return matchesValue(value, attributeAt(attributes, key), groups, false);
  });
}

function attributeAt(attributes: Attributes, path: string): unknown {
  let value: unknown = attributes;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return null;
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return value;
}

function matchesValue(condition: unknown, actual: unknown, groups: SavedGroups, fold: boolean): boolean {
  if (typeof condition === "string")
    return same(condition, typeof actual === "number" ? String(actual) : actual, fold);
  if (typeof condition === "number")
    return actual !== null && Number(actual) === condition && typeof actual !== "object";
  if (typeof condition === "boolean") return actual !== null && Boolean(actual) === condition;
  if (condition === null) return actual === null || actual === undefined;
  if (!isObject(condition) || !isOperators(condition)) {
    return JSON.stringify(condition) === JSON.stringify(actual);
  }
  return Object.entries(condition).every(([name, expected]) =>
    Object.hasOwn(operators, name) ? operators[name](actual, expected, groups) : false,
  );
}

const isOperators = (value: Attributes): boolean => {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key.startsWith("$"));
};

function same(a: unknown, b: unknown, fold: boolean): boolean {
  if (fold && typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return a === b;
}

/** A list matches when it shares an element. */
function isIn(actual: unknown, expected: unknown, fold: boolean): boolean {
  const wanted = asList(expected);
  const given = Array.isArray(actual) ? actual : [actual];
  return given.some((one) => wanted.some((other) => same(one, other, fold)));
}

function hasAll(actual: unknown, expected: unknown, groups: SavedGroups, fold: boolean): boolean {
  if (!Array.isArray(actual)) return false;
  return asList(expected).every((wanted) => actual.some((one) => matchesValue(wanted, one, groups, fold)));
}

/** Numbers as numbers, text as text, a missing attribute as 0. */
function ordered(actual: unknown, expected: unknown): number {
  const a = actual ?? 0;
  if (typeof a === "string" && typeof expected === "string") return a < expected ? -1 : a > expected ? 1 : 0;
  return Number(a) - Number(expected);
}

function matchesPattern(actual: unknown, pattern: unknown, flags: string): boolean {
  try {
    return typeof pattern === "string" && new RegExp(pattern, flags).test(String(actual));
  } catch {
    return false; // an invalid pattern matches nobody
  }
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A text that sorts as the version does: numbers padded, a release after its pre-releases. */
export function sortableVersion(version: unknown): string {
  const text = typeof version === "number" ? String(version) : typeof version === "string" ? version : "0";
  const parts = text.replace(/(^v|\+.*$)/g, "").split(/[-.]/);
  if (parts.length === 3) parts.push("~");
  return parts.map((part) => (/^\d+$/.test(part) ? part.padStart(5, " ") : part)).join("-");
}

function versionOrder(actual: unknown, expected: unknown): number {
  const [a, b] = [sortableVersion(actual), sortableVersion(expected)];
  return a < b ? -1 : a > b ? 1 : 0;
}

type Operator = (actual: unknown, expected: unknown, groups: SavedGroups) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  $eq: (a, b) => a === b,
  $ne: (a, b) => a !== b,
  $lt: (a, b) => ordered(a, b) < 0,
  $lte: (a, b) => ordered(a, b) <= 0,
  $gt: (a, b) => ordered(a, b) > 0,
  $gte: (a, b) => ordered(a, b) >= 0,
  $in: (a, b) => Array.isArray(b) && isIn(a, b, false),
  $ini: (a, b) => Array.isArray(b) && isIn(a, b, true),
  $nin: (a, b) => Array.isArray(b) && !isIn(a, b, false),
  $nini: (a, b) => Array.isArray(b) && !isIn(a, b, true),
  $inGroup: (a, b, groups) => isIn(a, asList(groups[String(b)]), false),
  $notInGroup: (a, b, groups) => !isIn(a, asList(groups[String(b)]), false),
  $all: (a, b, groups) => hasAll(a, b, groups, false),
  $alli: (a, b, groups) => hasAll(a, b, groups, true),
  $exists: (a, b) => (b ? a !== null && a !== undefined : a === null || a === undefined),
  $type: (a, b) => typeName(a) === b,
  $size: (a, b, groups) => Array.isArray(a) && matchesValue(b, a.length, groups, false),
  $elemMatch: (a, b, groups) =>
    Array.isArray(a) &&
    a.some((one) =>
      isObject(b) && !isOperators(b)
        ? isObject(one) && matchesCondition(one, b, groups)
        : matchesValue(b, one, groups, false),
    ),
  $not: (a, b, groups) => !matchesValue(b, a, groups, false),
  $regex: (a, b) => matchesPattern(a, b, ""),
  $regexi: (a, b) => matchesPattern(a, b, "i"),
  $notRegex: (a, b) => !matchesPattern(a, b, ""),
  $notRegexi: (a, b) => !matchesPattern(a, b, "i"),
  $veq: (a, b) => versionOrder(a, b) === 0,
  $vne: (a, b) => versionOrder(a, b) !== 0,
  $vgt: (a, b) => versionOrder(a, b) > 0,
  $vgte: (a, b) => versionOrder(a, b) >= 0,
  $vlt: (a, b) => versionOrder(a, b) < 0,
  $vlte: (a, b) => versionOrder(a, b) <= 0,
};
