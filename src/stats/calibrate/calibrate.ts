/**
 * `bowerbird stats calibrate`: the operating characteristics of `bowerbird/stats`, measured again by repetition through its
 * public exports, each beside what it should be. The same seeds give the same table on every machine.
 */
import { murmur3 } from "../../math/hashes.ts";
import { BowerbirdError, seededRandom } from "../stats.ts";
import { type Band, bandOf } from "./bands.ts";
import { families } from "./families.ts";
import type { CalibrationRow } from "./row.ts";

export { families };

/** In the order of the table. */
export const calibrationRows: readonly CalibrationRow[] = families.flatMap(({ rows }) => rows);

/** Chance that a row whose claim is true lies outside: for the whole table of some 250 rows about 1 %. */
export const rowLevel = 4e-5;

export interface MeasuredRow extends Band {
  readonly id: string;
  readonly family: string;
  readonly claim: string;
  readonly nominal: number;
  readonly side: CalibrationRow["side"];
  readonly measure: CalibrationRow["measure"];
  readonly floor?: CalibrationRow["floor"];
  /** Repetitions, and those of them that were refused. */
  readonly runs: number;
  readonly refused: number;
  readonly seconds: number;
}

export const runsOf = (row: CalibrationRow, quick: boolean): number =>
  quick ? (row.quickRuns ?? Math.min(row.runs, Math.max(200, Math.round(row.runs / 10)))) : row.runs;

const familyOf = ({ id }: CalibrationRow): string =>
  families.find(({ rows }) => rows.some((row) => row.id === id))?.id ?? "";

/** Deterministic but for `seconds`, which `now` (milliseconds) counts. */
export function measureRow(row: CalibrationRow, quick: boolean, now: () => number): MeasuredRow {
  const started = now();
  const runs = runsOf(row, quick);
  const random = seededRandom(murmur3(row.id));
  const draw = row.prepare();
  const values: number[] = [];
  let refused = 0;
  for (let run = 0; run < runs; run++) {
    try {
      values.push(Number(draw(random)));
    } catch (thrown) {
      if (!(thrown instanceof BowerbirdError)) throw thrown;
      refused++;
    }
  }
  const { id, claim, nominal, side, measure, floor } = row;
  const family = familyOf(row);
  const band = bandOf(row, values, rowLevel);
  return {
    id,
    family,
    claim,
    nominal,
    side,
    measure,
    floor,
    ...band,
    runs,
    refused,
    seconds: (now() - started) / 1000,
  };
}
