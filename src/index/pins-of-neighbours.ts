/** From regions to pins: a pin stands where the best of its regions stands. */
import { seqOfKey } from "../core/nouns.ts";
import type { Neighbour, PinNeighbour } from "../core/ports.ts";

/** A picture and at most 15 objects. */
export const regionsAPin = 16;

/** Each pin once, with the first of its regions in the list. Pure; O(n); the order is kept. */
export function pinsOfNeighbours(neighbours: readonly Neighbour[]): PinNeighbour[] {
  const seen = new Set<number>();
  const pins: PinNeighbour[] = [];
  for (const { key, similarity } of neighbours) {
    const seq = seqOfKey(key);
    if (seen.has(seq)) continue;
    seen.add(seq);
    pins.push({ seq, key, similarity });
  }
  return pins;
}

/** A pin with all of its regions among some neighbours, best first. */
export interface PinRegions extends PinNeighbour {
  readonly regions: readonly Neighbour[];
}

/** As `pinsOfNeighbours`, with every region found of each pin. Pure; O(n). */
export function regionsByPin(neighbours: readonly Neighbour[]): PinRegions[] {
  const bySeq = Map.groupBy(neighbours, ({ key }) => seqOfKey(key));
  return [...bySeq].map(([seq, regions]) => ({ seq, ...regions[0], regions }));
}
