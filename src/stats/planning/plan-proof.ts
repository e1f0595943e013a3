/**
 * A plan proven: experiments of the planned size are drawn from the team's own rows, an effect is planted, the library's
 * own test is run at every planned look, and what it finds is counted.
 *
 *   rows (or whole clusters) are drawn with replacement;  "shift" adds the effect, "scale" multiplies so that the mean
 *   moves by it, a metric of 0 and 1 has as many zeros turned to ones (or back)
 *   realised power and false positives come with Wilson's 99 % band of the simulation
 *
 * Source: B. Efron (1979), "Bootstrap methods: another look at the jackknife", Annals of Statistics 7.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { studentT } from "../../math/distributions.ts";
import { checkCount, checkFinite, checkSameLength } from "../checking.ts";
import { type AssignedCluster, clusteredDifference } from "../clustered-units/cluster-robust.ts";
import { wilsonInterval } from "../comparisons/proportions.ts";
import { type Scatter, scatterFromSums, scatterOf } from "../summaries/scatter.ts";
import { adjustedDifference, type OutcomeKind } from "../variance-reduction/covariate-adjustment.ts";
import { type Design, lookBounds, type SettledDesign, settleDesign } from "./designs.ts";

/** Past rows of the metric: outcome first (of a ratio numerator and denominator), then covariates. */
export interface PlanData {
  readonly kind?: OutcomeKind;
  readonly rows: readonly (readonly number[])[];
  /** The assigned unit of each row, when that is not the row itself. Means without covariates only. */
  readonly clusters?: readonly string[];
}

export interface SimulatedRate {
  readonly rate: number;
  /** 99 % for the simulation's own error. */
  readonly band: readonly [number, number];
}

export interface PlanProof {
  readonly power: SimulatedRate;
  /** Without an effect (non-inferiority: at the margin). */
  readonly falsePositives: SimulatedRate;
  readonly runs: number;
  /** Share of the planned people used when there is an effect; below 1 when looks may stop early. */
  readonly usedShare: number;
}

export interface ProofOptions {
  readonly runs?: number;
  readonly effectShape?: "shift" | "scale";
}

/**
 * O(runs · people).
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 10 rows, NOT_FINITE, BAD_INPUT; OUT_OF_RANGE for an effect that a metric of 0
 *   and 1 has no room for.
 */
export function provePlan(
  data: PlanData,
  design: Design,
  effect: number,
  controlSize: number,
  random: Random,
  { runs = 500, effectShape = "shift" }: ProofOptions = {},
): PlanProof {
  checkCount("runs", runs, 20);
  checkCount("the control's size", controlSize, 2);
  const settled = settleDesign(design);
  const draw = experimentOf(checkData(data), settled, controlSize, random);
  const found = { with: 0, without: 0, used: 0 };
  const plant = plantedIn(data, effectShape);
  const [change, nothing] = [plant(effect), plant(settled.margin > 0 ? -settled.margin : 0)];
  for (let run = 0; run < runs; run++) {
    const stopped = draw(change);
    if (stopped !== undefined) found.with++;
    found.used += (stopped ?? 1) / runs;
    if (draw(nothing) !== undefined) found.without++;
  }
  const rate = (hits: number): SimulatedRate => ({
    rate: hits / runs,
    band: wilsonInterval({ x: hits, n: runs }, 0.99),
  });
  return { power: rate(found.with), falsePositives: rate(found.without), runs, usedShare: found.used };
}

function checkData(data: PlanData): PlanData {
  if (data.rows.length < 10)
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: 10, actual: data.rows.length });
  const width = data.rows[0].length;
  const least = data.kind === "ratio" ? 2 : 1;
  if (width < least || data.rows.some((row) => row.length !== width))
    throw new BowerbirdError("BAD_INPUT", {
      what: "the rows",
      why: `each needs ${Math.max(width, least)} numbers`,
    });
  for (const row of data.rows) checkFinite("a row", ...row);
  if (data.clusters) checkSameLength("rows and clusters", data.rows, data.clusters);
  if (data.clusters && (data.kind === "ratio" || width > 1))
    throw new BowerbirdError("BAD_INPUT", {
      what: "clusters",
      why: "they are simulated for means without covariates",
    });
  return data;
}

type Planted = (row: readonly number[], random: Random) => number;

/** The outcome's first column under an effect. */
function plantedIn({ rows, kind }: PlanData, shape: "shift" | "scale"): (effect: number) => Planted {
  const mean = rows.reduce((sum, row) => sum + row[0], 0) / rows.length;
  if (kind === "ratio") {
    const base = mean / (rows.reduce((sum, row) => sum + row[1], 0) / rows.length);
    if (shape === "scale") return (effect) => (row) => row[0] * (1 + effect / base);
    return (effect) => (row) => row[0] + effect * row[1];
  }
  if (rows.every(([y]) => y === 0 || y === 1)) {
    return (effect) => {
      if (!(mean + effect >= 0 && mean + effect <= 1))
        throw new BowerbirdError("OUT_OF_RANGE", {
          what: "the rate with the effect",
          actual: mean + effect,
          range: "from 0 to 1",
        });
      const chance = effect > 0 ? effect / (1 - mean) : -effect / mean;
      return ([y], random) => (chance > 0 && effect > 0 === (y === 0) && random.next() < chance ? 1 - y : y);
    };
  }
  if (shape === "scale") return (effect) => (row) => row[0] * (1 + effect / mean);
  return (effect) => (row) => row[0] + effect;
}

/** Runs one experiment; the share of people at which it stopped for success, or nothing. */
function experimentOf(data: PlanData, design: SettledDesign, controlSize: number, random: Random) {
  const { information, bounds } = lookBounds(design, controlSize);
  const sizes = [controlSize, Math.ceil(controlSize * design.allocation)];
  const begin = data.clusters ? clusterExperiment(data, random) : rowExperiment(data, random);
  return (plant: Planted): number | undefined => {
    const running = begin(plant);
    for (let k = 0; k < information.length; k++) {
      running.growTo(Math.round(information[k] * sizes[0]), Math.round(information[k] * sizes[1]));
      const { difference, standardError, df } = running.compare();
      const bound = design.looks.kind === "fixed" ? studentT(df).upperQuantile(design.tail) : bounds[k];
      const z = (difference + design.margin) / standardError;
      if (z >= bound || (design.sides === 2 && z <= -bound)) return information[k];
    }
    return undefined;
  };
}

/** Two arms that grow from look to look. */
interface Running {
  growTo(control: number, treatment: number): void;
  compare(): { readonly difference: number; readonly standardError: number; readonly df: number };
}

/** Rows drawn one by one; only their sums, about the data's own means, are kept. */
function rowExperiment({ rows, kind = "mean" }: PlanData, random: Random): (plant: Planted) => Running {
  const centre = scatterOf(rows).means;
  const width = centre.length;
  const deviation = new Float64Array(width);
  const armOf = (plant: Planted) => {
    const sums = new Float64Array(width);
    const products = Array.from({ length: width }, () => new Float64Array(width));
    let n = 0;
    return {
      growTo: (people: number): void => {
        for (; n < people; n++) {
          const row = rows[random.integer(rows.length)];
          for (let j = 0; j < width; j++) deviation[j] = (j === 0 ? plant(row, random) : row[j]) - centre[j];
          for (let j = 0; j < width; j++) {
            sums[j] += deviation[j];
            for (let k = 0; k < width; k++) products[j][k] += deviation[j] * deviation[k];
          }
        }
      },
      scatter: (): Scatter => {
        const tables = products.map((row) => [...row]);
        const about = scatterFromSums(n, [...sums], tables);
        return { ...about, means: about.means.map((mean, j) => mean + centre[j]) };
      },
    };
  };
  return (plant) => {
    const [control, treatment] = [armOf((row) => row[0]), armOf(plant)];
    return {
      growTo: (a, b) => {
        control.growTo(a);
        treatment.growTo(b);
      },
      compare: () => adjustedDifference(control.scatter(), treatment.scatter(), { kind }),
    };
  };
}

/** Whole clusters are drawn until the people are reached. */
function clusterExperiment({ rows, clusters = [] }: PlanData, random: Random): (plant: Planted) => Running {
  const pool = [...Map.groupBy(rows, (_, i) => clusters[i]).values()];
  return (plant) => {
    const drawn: AssignedCluster[] = [];
    const people = { control: 0, treatment: 0 };
    const grow = (arm: AssignedCluster["arm"], to: number, outcome: Planted): void => {
      while (people[arm] < to) {
        const group = pool[random.integer(pool.length)];
        drawn.push({ arm, n: group.length, sum: group.reduce((sum, row) => sum + outcome(row, random), 0) });
        people[arm] += group.length;
      }
    };
    return {
      growTo: (a, b) => {
        grow("control", a, (row) => row[0]);
        grow("treatment", b, plant);
      },
      compare: () => clusteredDifference(drawn),
    };
  };
}
