/**
 * Versions in order: major.minor.patch as numbers, a pre-release before its release, its parts numbers before words.
 *
 * Source: T. Preston-Werner, "Semantic Versioning 2.0.0", §11.
 */
const shape = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Negative when a comes first, 0 when they are equal; undefined when either is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [shape.exec(a), shape.exec(b)];
  if (!left || !right) return undefined;
  for (let i = 1; i <= 3; i++) {
    const gap = Number(left[i]) - Number(right[i]);
    if (gap !== 0) return gap;
  }
  return comparePreReleases(left[4] ?? "", right[4] ?? "");
}

function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "") return 1;
  if (b === "") return -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const gap = comparePart(left[i], right[i]);
    if (gap !== 0) return gap;
  }
  return left.length - right.length;
}

function comparePart(a: string, b: string): number {
  const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numberA && numberB) return Number(a) - Number(b);
  if (numberA !== numberB) return numberA ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
