/**
 * Distribution functions: the worst relative error of each over a grid of parameters and tails, and the time of a call,
 * beside @stdlib's where it is installed, in one run:
 *
 *   node bench/distributions.ts [--peers DIR] [--json]
 *
 * `distribution-references.json` holds values to 20 digits from mpmath at 40 to 80 digits: distribution, parameters,
 * function, argument, value. @stdlib has no upper tails: 1 - cdf stands in, as a user would write it, and costs its digits.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  betaDistribution,
  binomialDistribution,
  chiSquare,
  fisherF,
  negativeBinomialDistribution,
  noncentralT,
  poissonDistribution,
  standardNormal,
  studentT,
} from "../src/stats/stats.ts";

const { values } = parseArgs({
  options: { peers: { type: "string", default: "." }, json: { type: "boolean", default: false } },
});
type Call = (x: number) => number;
type Functions = Readonly<Record<string, Call>>;

const own: Readonly<Record<string, (...parameters: number[]) => Functions>> = {
  normal: () => ({ ...standardNormal }),
  t: (df) => ({ ...studentT(df) }),
  chi2: (df) => ({ ...chiSquare(df) }),
  beta: (a, b) => ({ ...betaDistribution(a, b) }),
  f: (a, b) => ({ ...fisherF(a, b) }),
  binomial: (n, p) => ({ ...binomialDistribution(n, p) }),
  poisson: (mean) => ({ ...poissonDistribution(mean) }),
  negbin: (size, p) => ({ ...negativeBinomialDistribution(size, p) }),
  nct: (df, shift) => ({ ...noncentralT(df, shift) }),
};

/** @stdlib's package for a distribution, and its parameters after the argument. */
const peerNames: Readonly<Record<string, string>> = {
  normal: "normal",
  t: "t",
  chi2: "chisquare",
  beta: "beta",
  f: "f",
  binomial: "binomial",
  poisson: "poisson",
  negbin: "negative-binomial",
};
const require = createRequire(join(resolve(values.peers), "bench.js"));

function peerFor(name: string, parameters: readonly number[]): Functions | undefined {
  try {
    const cdf: (...all: number[]) => number = require(`@stdlib/stats-base-dists-${peerNames[name]}-cdf`);
    const all = name === "normal" ? [0, 1] : parameters;
    return { lower: (x) => cdf(x, ...all), upper: (x) => 1 - cdf(x, ...all) };
  } catch {
    return undefined;
  }
}

const references = z
  .array(z.tuple([z.string(), z.array(z.number()), z.string(), z.number(), z.string()]))
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, "collections/distribution-references.json"), "utf8")),
  );

interface Row {
  readonly name: string;
  readonly values: number;
  readonly worst: number;
  readonly peerWorst: number | null;
  readonly microseconds: number;
  readonly peerMicroseconds: number | null;
}

interface Point {
  readonly ours: Call;
  readonly theirs: Call | undefined;
  readonly x: number;
  readonly value: number;
}

function timed(points: readonly Point[], pick: (point: Point) => Call | undefined): number | null {
  const calls = points.flatMap((point) => {
    const call = pick(point);
    return call ? [{ call, x: point.x }] : [];
  });
  if (calls.length === 0) return null;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const started = performance.now();
    for (let again = 0; again < 40; again++) for (const { call, x } of calls) call(x);
    best = Math.min(best, performance.now() - started);
  }
  return (1000 * best) / (40 * calls.length);
}

const groups = new Map<string, Point[]>();
for (const [name, parameters, method, x, text] of references) {
  const key = `${name} ${method}`;
  const points = groups.get(key) ?? [];
  points.push({
    ours: own[name](...parameters)[method],
    theirs: peerFor(name, parameters)?.[method],
    x,
    value: Number(text),
  });
  groups.set(key, points);
}

const error = (call: Call, { x, value }: Point): number => Math.abs(call(x) / value - 1);
const rows: Row[] = [...groups].map(([name, points]) => ({
  name,
  values: points.length,
  worst: Math.max(...points.map((point) => error(point.ours, point))),
  peerWorst: points.some(({ theirs }) => theirs)
    ? Math.max(...points.map((point) => (point.theirs ? error(point.theirs, point) : 0)))
    : null,
  microseconds: timed(points, ({ ours }) => ours) ?? 0,
  peerMicroseconds: timed(points, ({ theirs }) => theirs),
}));

if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
else {
  process.stdout.write("function           values  worst error   @stdlib's     µs  @stdlib's  ratio\n");
  for (const { name, values: count, worst, peerWorst, microseconds, peerMicroseconds } of rows) {
    const ratio = peerMicroseconds === null ? "" : (microseconds / peerMicroseconds).toFixed(2);
    process.stdout.write(
      `${name.padEnd(18)} ${String(count).padStart(6)} ${worst.toExponential(1).padStart(12)} ` +
        `${(peerWorst?.toExponential(1) ?? "").padStart(11)} ${microseconds.toFixed(2).padStart(6)} ` +
        `${(peerMicroseconds?.toFixed(2) ?? "").padStart(10)} ${ratio.padStart(6)}\n`,
    );
  }
}
