/** Prediction limits: how many of the values that came do they hold, for series whose law is known? */
import { type ForecastMethod, forecastInterval, forecastMethods, type Random } from "../stats.ts";
import { draws } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, z95 } from "./row.ts";

const steps = 6;

const kinds = {
  walk: { name: "random walks with drift, 48 values", period: 1, make: walk },
  season: { name: "monthly series with trend and season, 60 values", period: 12, make: season },
} as const;

function walk(random: Random): number[] {
  let level = 100;
  return draws(48 + steps, () => {
    level += 0.5 + 2 * random.normal();
    return level;
  });
}

function season(random: Random): number[] {
  let level = 100;
  return draws(60 + steps, (t) => {
    level += 0.3 + 0.5 * random.normal();
    return level * (1 + 0.1 * Math.sin((2 * Math.PI * t) / 12)) + 2 * random.normal();
  });
}

const row = (method: string, forecast: ForecastMethod, kind: keyof typeof kinds): CalibrationRow => {
  const { name, period, make } = kinds[kind];
  return {
    id: `forecast-${method.replace(" ", "-")}-${kind}`,
    claim: `${method[0].toUpperCase()}${method.slice(1)}: 95 % limits of the next six steps of ${name}`,
    ...{ measure: "mean", nominal: 0.95, side: "at least", runs: 200, quickRuns: 20 },
    floor: { value: 0.93, why: "the model is chosen and fitted on the same few values" },
    prepare: () => (random) => {
      const y = make(random);
      const { low, high } = forecastInterval(forecast(y.slice(0, -steps), period, steps), z95);
      return y.slice(-steps).filter((value, i) => low[i] <= value && value <= high[i]).length / steps;
    },
  };
};

const methods = Object.entries(forecastMethods);

export const forecastLimits: CalibrationFamily = {
  id: "forecast",
  title: "Limits of forecasts",
  about: "The share of the values to come that 95 % limits hold.",
  rows: (["walk", "season"] as const).flatMap((kind) =>
    methods.map(([method, forecast]) => row(method, forecast, kind)),
  ),
};
