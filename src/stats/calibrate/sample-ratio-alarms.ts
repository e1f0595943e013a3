/** The sample-ratio check: how often it alarms when all is well, read once and read daily, and what it finds. */
import {
  sampleRatioBySegment,
  sampleRatioCause,
  sampleRatioExact,
  sampleRatioSequential,
  sampleRatioTest,
} from "../stats.ts";
import { binomialDraw, draws } from "./populations.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

/** A day's people, split evenly (or not), for 60 days; true when `alarms` ever is. */
const daily = (
  perDay: number,
  share: number,
  alarms: (counts: readonly [number, number]) => boolean,
): Draw => {
  const day = binomialDraw(perDay, share);
  return (random) => {
    let first = 0;
    for (let days = 1; days <= 60; days++) {
      first += day(random);
      if (alarms([first, days * perDay - first])) return true;
    }
    return false;
  };
};

const sequential = (counts: readonly number[]): boolean =>
  sampleRatioSequential(counts, [1, 1], 1000).p < 0.001;

const rows: readonly CalibrationRow[] = [
  {
    id: "sample-ratio-once",
    claim: "The χ² check, read once at 0.001, alarms in one of 1,000 sound experiments",
    ...{ measure: "share", nominal: 0.001, side: "equal", runs: 200_000 },
    prepare: () => {
      const half = binomialDraw(100_000, 0.5);
      return (random) => {
        const first = half(random);
        return sampleRatioTest([first, 100_000 - first], [1, 1]).p < 0.001;
      };
    },
  },
  {
    id: "sample-ratio-exact",
    claim: "The exact check of 500 people, read once at 0.05, never alarms more often than that",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 10_000 },
    prepare: () => {
      const part = binomialDraw(500, 0.3);
      return (random) => {
        const first = part(random);
        return sampleRatioExact([first, 500 - first], [3, 7]) < 0.05;
      };
    },
  },
  {
    id: "sample-ratio-daily-naive",
    claim: "Contrast: the χ² check read daily for 60 days at 0.001 alarms far more often",
    ...{ measure: "share", nominal: 0.001, side: "above", runs: 20_000, quickRuns: 2000 },
    prepare: () => daily(1000, 0.5, (counts) => sampleRatioTest(counts, [1, 1]).p < 0.001),
  },
  {
    id: "sample-ratio-daily",
    claim: "The sequential check read daily for 60 days at 0.001 alarms in at most one of 1,000",
    ...{ measure: "share", nominal: 0.001, side: "at most", runs: 20_000 },
    prepare: () => daily(1000, 0.5, sequential),
  },
  {
    id: "sample-ratio-detects",
    claim: "The sequential check notices 49.5 to 50.5 within 60 days of 5,000 people in four of five",
    ...{ measure: "share", nominal: 0.8, side: "at least", runs: 2000 },
    prepare: () => daily(5000, 0.495, sequential),
  },
  {
    id: "sample-ratio-segments",
    claim: "The search over 20 segments alarms on any of them in at most 5 % of sound experiments",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 10_000 },
    prepare: () => {
      const half = binomialDraw(2000, 0.5);
      return (random) => {
        const segments = draws(20, (i) => {
          const first = half(random);
          return { segment: String(i), counts: [first, 2000 - first] };
        });
        return sampleRatioBySegment(segments, [1, 1])[0].p < 0.05;
      };
    },
  },
  {
    id: "sample-ratio-cause",
    claim: "A browser that loses a tenth of one arm's people is named as the cause",
    ...{ measure: "share", nominal: 0.95, side: "at least", runs: 1000 },
    prepare: () => {
      const [sound, broken] = [binomialDraw(20_000, 0.5), binomialDraw(20_000, 0.9 / 1.9)];
      return (random) => {
        const cells = ["a", "b", "c"].flatMap((browser) =>
          ["x", "y"].map((country) => {
            const first = (browser === "b" ? broken : sound)(random);
            return { attributes: { browser, country }, counts: [first, 20_000 - first] };
          }),
        );
        const { cause } = sampleRatioCause(cells, [1, 1]);
        return cause?.attribute === "browser" && cause.value === "b";
      };
    },
  },
];

export const sampleRatioAlarms: CalibrationFamily = {
  id: "sample-ratio",
  title: "Sample-ratio alarms",
  about: "Assignments that are in order, checked once and checked every day, and some that are not.",
  rows,
};
