/**
 * GrowthBook's sticky buckets: a person keeps the variation once given, under `experiment__version`, in one document for
 * each attribute that experiments hash by.
 *
 * Source: GrowthBook, "Build your own SDK" specification 0.8 (sticky bucketing).
 */
import { entryOf, type Loose, listOf, numberOf, objectOf, textOf } from "./loose.ts";

/** `attribute||value` → the document. */
export type StickyDocuments = Map<string, StickyDocument>;

export interface StickyDocument {
  readonly attributeName: string;
  readonly attributeValue: string;
  /** `experiment__version` → the variation's key. */
  readonly assignments: Loose;
}

/** The documents that belong to the attributes a context's features hash by. */
export function stickyDocuments(stored: readonly unknown[], context: Loose): StickyDocuments {
  const rules = Object.values(objectOf(context.features)).flatMap((feature) =>
    listOf(objectOf(feature).rules).map(objectOf),
  );
  const hashed = new Set(
    rules.flatMap((rule) => [textOf(rule.hashAttribute) || "id", textOf(rule.fallbackAttribute)]),
  );
  const attributes = objectOf(context.attributes);
  const documents: StickyDocuments = new Map();
  for (const item of stored.map(objectOf)) {
    const [name, value] = [textOf(item.attributeName), textOf(item.attributeValue)];
    if (!hashed.has(name) || textOf(attributes[name]) !== value) continue;
    documents.set(`${name}||${value}`, {
      attributeName: name,
      attributeValue: value,
      assignments: objectOf(item.assignments),
    });
  }
  return documents;
}

const versionKey = (experiment: Loose, version: number): string => `${textOf(experiment.key)}__${version}`;
const versionOf = (experiment: Loose, field: string): number => numberOf(experiment[field]) || 0;

function assignmentsFor(documents: StickyDocuments, experiment: Loose, attributes: Loose): Loose {
  const names = [textOf(experiment.fallbackAttribute), textOf(experiment.hashAttribute) || "id"];
  return Object.assign(
    {},
    ...names.map((name) => documents.get(`${name}||${textOf(attributes[name])}`)?.assignments ?? {}),
  );
}

/** The variation once given; -1 for none; blocked when it was given under a version that no longer counts. */
export function stickyVariation(
  documents: StickyDocuments,
  experiment: Loose,
  attributes: Loose,
): { readonly variation: number; readonly blocked: boolean } {
  const assignments = assignmentsFor(documents, experiment, attributes);
  const least = versionOf(experiment, "minBucketVersion");
  for (let version = 0; version < least; version++) {
    if (entryOf(assignments, versionKey(experiment, version)) !== undefined)
      return { variation: -1, blocked: true };
  }
  const key = entryOf(assignments, versionKey(experiment, versionOf(experiment, "bucketVersion")));
  const variation =
    key === undefined ? -1 : listOf(experiment.meta).findIndex((meta) => objectOf(meta).key === key);
  return { variation, blocked: false };
}

/** Remembers the variation under the attribute it was hashed by. */
export function keepVariation(
  documents: StickyDocuments,
  experiment: Loose,
  attribute: string,
  value: unknown,
  variation: string,
): void {
  const key = `${attribute}||${textOf(value)}`;
  const before = documents.get(key)?.assignments ?? {};
  documents.set(key, {
    attributeName: attribute,
    attributeValue: textOf(value),
    assignments: { ...before, [versionKey(experiment, versionOf(experiment, "bucketVersion"))]: variation },
  });
}
