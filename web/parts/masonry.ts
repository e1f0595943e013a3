/**
 * Masonry: each picture goes to the shortest column, the first of equals. Pure, so the wall's height and every
 * position are known before any picture has loaded and nothing ever shifts. O(pictures × columns).
 */
export interface Tile {
  /** Pixels from the wall's inline start and top. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly tiles: readonly Tile[];
  readonly height: number;
  readonly columns: number;
}

/** Two columns on a phone, up to seven on a wide screen; about 236 px each. */
export function columnsFor(width: number, gap: number, most = 7): number {
  return Math.max(2, Math.min(most, Math.floor((width + gap) / (220 + gap))));
}

/** `ratios`: width / height of each picture; `caption`: pixels kept free under each. */
export function layOut(ratios: readonly number[], width: number, gap: number, caption = 0, most = 7): Layout {
  const columns = columnsFor(width, gap, most);
  const tileWidth = (width - gap * (columns - 1)) / columns;
  const bottoms = new Array<number>(columns).fill(0);
  const tiles = ratios.map((ratio) => {
    const column = bottoms.indexOf(Math.min(...bottoms));
    const y = bottoms[column] ?? 0;
    const height = Math.round(tileWidth / Math.min(3, Math.max(0.4, ratio))) + caption;
    bottoms[column] = y + height + gap;
    return { x: column * (tileWidth + gap), y, width: tileWidth, height };
  });
  return { tiles, height: Math.max(0, Math.max(...bottoms) - gap), columns };
}

/** Indices of the tiles that touch the band from `top` to `bottom`. */
export function tilesWithin(layout: Layout, top: number, bottom: number): number[] {
  const seen: number[] = [];
  layout.tiles.forEach((tile, index) => {
    if (tile.y < bottom && tile.y + tile.height > top) seen.push(index);
  });
  return seen;
}
