/** The known name that a mistyped one is nearest to, by Levenshtein's distance. O(n·m) for each. */
export function nearestOf(name: string, known: readonly string[]): string {
  const distances = known.map((other) => [other, editDistance(name, other)] as const);
  return distances.reduce((best, next) => (next[1] < best[1] ? next : best))[0];
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, substitution);
    }
    previous = current;
  }
  return previous[b.length];
}
