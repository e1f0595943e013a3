/**
 * What the repetitions draw from. Where the distribution of a sufficient statistic is known it is drawn itself, so that a
 * sample of a million costs as much as one of two.
 *
 *   normal: mean ~ N(μ, σ²/n), m2 ~ σ² χ²(n-1), independent;  several columns: Wishart by Bartlett's triangle
 *   counts: by their masses, inverted with a guide table
 *
 * Sources: M. S. Bartlett (1933), "On the theory of statistical regression", Proc. Royal Society of Edinburgh 53;
 * G. Marsaglia, W. W. Tsang (2000), "A simple method for generating gamma variables", ACM TOMS 26; H.-C. Chen, Y. Asau
 * (1974), "On generating random variates from an empirical distribution", AIIE Transactions 6.
 */
import {
  binomialMass,
  type CountedEstimate,
  type Lifetime,
  type Moments,
  momentsFromSums,
  type OutcomeWithCovariates,
  poissonMass,
  type Random,
  type Scatter,
} from "../stats.ts";

/** Twice a Gamma(df/2) variate. */
export function chiSquareDraw(random: Random, df: number): number {
  if (df < 2) return df <= 0 ? 0 : chiSquareDraw(random, df + 2) * random.next() ** (2 / df);
  const d = df / 2 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return 2 * d * v;
  }
}

export function normalMoments(random: Random, n: number, mean = 0, deviation = 1): Moments {
  return {
    n,
    mean: mean + (deviation / Math.sqrt(n)) * random.normal(),
    m2: n < 2 ? 0 : deviation ** 2 * chiSquareDraw(random, n - 1),
  };
}

/** n rows of jointly normal columns x = means + `root` z, `root` lower triangular. */
export function normalScatter(
  random: Random,
  n: number,
  means: readonly number[],
  root: readonly (readonly number[])[],
): Scatter {
  const columns = means.map((_, i) => i);
  const triangle = columns.map((i) =>
    columns.map((j) => (j < i ? random.normal() : j === i ? Math.sqrt(chiSquareDraw(random, n - 1 - i)) : 0)),
  );
  const noise = columns.map(() => random.normal() / Math.sqrt(n));
  const mixed = root.map((row) =>
    columns.map((j) => row.reduce((sum, value, k) => sum + value * triangle[k][j], 0)),
  );
  return {
    n,
    means: means.map((mean, i) => mean + root[i].reduce((sum, value, k) => sum + value * noise[k], 0)),
    products: mixed.map((a) => mixed.map((b) => a.reduce((sum, value, k) => sum + value * b[k], 0))),
  };
}

/** The root for an outcome and a covariate of variance 1 that correlate by `rho`. */
export const correlated = (rho: number): number[][] => [
  [1, 0],
  [rho, Math.sqrt(1 - rho * rho)],
];

/** Draws whole numbers from `first` on by their masses. O(1) a draw. */
function byMasses(first: number, masses: readonly number[]): (random: Random) => number {
  const size = masses.length;
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const upTo = new Float64Array(size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    sum += masses[i] / total;
    upTo[i] = sum;
  }
  upTo[size - 1] = 1;
  const guide = new Uint32Array(size);
  for (let slot = 0, i = 0; slot < size; slot++) {
    while (upTo[i] <= slot / size) i++;
    guide[slot] = i;
  }
  return (random) => {
    const u = random.next();
    let i = guide[Math.floor(u * size)];
    while (upTo[i] <= u) i++;
    return first + i;
  };
}

function countsAround(centre: number, deviation: number, most: number, mass: (k: number) => number) {
  const first = Math.max(0, Math.floor(centre - 9 * deviation - 10));
  const last = Math.min(most, Math.ceil(centre + 9 * deviation + 20));
  return byMasses(
    first,
    Array.from({ length: last - first + 1 }, (_, i) => mass(first + i)),
  );
}

export function binomialDraw(n: number, p: number): (random: Random) => number {
  return countsAround(n * p, Math.sqrt(n * p * (1 - p)), n, (k) => binomialMass(k, n, p));
}

export function poissonDraw(mean: number): (random: Random) => number {
  return countsAround(mean, Math.sqrt(mean), Number.POSITIVE_INFINITY, (k) => poissonMass(k, mean));
}

/** A sample's mean with its squared error. */
export const estimateOf = ({ n, mean, m2 }: Moments): CountedEstimate => ({
  n,
  mean,
  squaredError: m2 / (n - 1) / n,
});

/** Lognormal outcomes, half of whose logarithm's variance a covariate explains. */
export function withCovariate(random: Random, n: number): OutcomeWithCovariates {
  const covariates = draws(n, () => [random.normal()]);
  return { y: covariates.map(([x]) => Math.exp(0.7 * x + 0.7 * random.normal())), covariates };
}

type Counts = (random: Random) => number;

/** One person's value in units of its own mean, and that mean. */
export interface Population {
  readonly mean: number;
  readonly draw: (random: Random) => number;
}

/** Variance of the logarithm σ²: at 1 the skewness is 6.2. */
export const lognormal = (sigma: number): Population => ({
  mean: Math.exp((sigma * sigma) / 2),
  draw: (random) => Math.exp(sigma * random.normal()),
});

/** A share of `buyers` spends a lognormal amount, the others nothing. */
export const zeroInflated = (buyers: number, sigma: number): Population => {
  const spent = lognormal(sigma);
  return {
    mean: buyers * spent.mean,
    draw: (random) => (random.next() < buyers ? spent.draw(random) : 0),
  };
};

export const poisson = (mean: number): Population => ({ mean, draw: poissonDraw(mean) });

/** n values times `factor`, summed about the population's mean so that no digits are lost. */
export function momentsBy({ mean, draw }: Population, random: Random, n: number, factor = 1): Moments {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) {
    const deviation = (draw(random) - mean) * factor;
    sum += deviation;
    squares += deviation * deviation;
  }
  const about = momentsFromSums(n, sum, squares);
  return { ...about, mean: about.mean + mean * factor };
}

/** Clicks (5 % of views) and views (1 + Poisson(3)) of n people, whose taste varies. */
export function clicksAndViews(random: Random, n: number, views: Counts): number[][] {
  return draws(n, () => {
    const seen = 1 + views(random);
    const taste = 0.1 * random.next();
    let clicks = 0;
    for (let i = 0; i < seen; i++) if (random.next() < taste) clicks++;
    return [clicks, seen];
  });
}

/** A life of hazard `hazard`, watched for an exponential time of mean 2: a third are censored at hazard 1. */
export function lifetime(random: Random, hazard = 1): Lifetime {
  const [death, end] = [-Math.log(1 - random.next()) / hazard, -2 * Math.log(1 - random.next())];
  return { time: Math.min(death, end), event: death <= end };
}

export const draws = <T>(n: number, draw: (place: number) => T): T[] =>
  Array.from({ length: n }, (_, place) => draw(place));
