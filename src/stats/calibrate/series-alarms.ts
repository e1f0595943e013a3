/** Anomalies and change points: how often they are seen where there are none, and found where there is one. */
import { anomalies, changePoints, type Random } from "../stats.ts";
import { draws } from "./populations.ts";
import type { CalibrationFamily, CalibrationRow } from "./row.ts";

const noise = (random: Random): number[] => draws(120, random.normal);
const seasonal = (random: Random): number[] =>
  draws(120, (t) => 50 + 0.1 * t + 8 * Math.sin((2 * Math.PI * t) / 12) + random.normal());

const none = (
  id: string,
  claim: string,
  runs: number,
  draw: (random: Random) => boolean,
): CalibrationRow => ({
  ...{ id: `alarm-${id}`, claim, measure: "share", nominal: 0.05, side: "at most", runs, quickRuns: 100 },
  prepare: () => draw,
});
const found = (
  id: string,
  claim: string,
  runs: number,
  draw: (random: Random) => boolean,
): CalibrationRow => ({
  ...{ id: `alarm-${id}`, claim, measure: "share", nominal: 0.95, side: "at least", runs, quickRuns: 50 },
  prepare: () => draw,
});

const rows: readonly CalibrationRow[] = [
  none("anomaly-none", "120 values without an anomaly: any is seen in at most 5 %", 1000, (random) => {
    return anomalies(noise(random), 1).length > 0;
  }),
  none("anomaly-season", "120 months with trend and season: any is seen in at most 5 %", 600, (random) => {
    return anomalies(seasonal(random), 12).length > 0;
  }),
  found("anomaly-found", "One month that lies eight standard deviations off is found", 200, (random) => {
    const at = random.integer(120);
    const y = seasonal(random).map((value, t) => (t === at ? value + 8 : value));
    return anomalies(y, 12).some((one) => one.at === at);
  }),
  none("change-none", "200 values without a change of level: one is seen in at most 5 %", 2000, (random) => {
    return changePoints(draws(200, random.normal)).length > 1;
  }),
  none(
    "change-spread-none",
    "200 values without a change of level or spread: one is seen in at most 5 %",
    2000,
    (random) => {
      return changePoints(draws(200, random.normal), { what: "level and spread" }).length > 1;
    },
  ),
  found(
    "change-found",
    "A level that moves by two standard deviations at value 100 of 200 is found",
    1000,
    (random) => {
      const segments = changePoints(draws(200, (t) => random.normal() + (t < 100 ? 0 : 2)));
      return segments.some(({ from }) => Math.abs(from - 100) <= 10);
    },
  ),
];

export const seriesAlarms: CalibrationFamily = {
  id: "alarm",
  title: "Anomalies and change points",
  about: "Series without an anomaly or a change, and series with one.",
  rows,
};
