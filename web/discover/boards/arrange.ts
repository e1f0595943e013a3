/** The arithmetic of an order changed by hand. Pure. */

/** The item now at `from` stands at `to` afterwards; both are held within the list. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const at = Math.max(0, Math.min(items.length - 1, to));
  const item = items[from];
  return item === undefined || at === from ? items : items.toSpliced(from, 1).toSpliced(at, 0, item);
}

/** Where an arrow key leads in a grid of so many columns; null for other keys. */
export function stepOf(key: string, columns: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  return steps[key] ?? null;
}
