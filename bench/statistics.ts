/**
 * An experiment of 50 metrics × 3 arms analysed from sufficient statistics (lift, interval, CUPED, multiplicity), beside
 * peers doing what they can of the same work, in one run:
 *
 *   node bench/statistics.ts [--metrics 50] [--arms 3] [--rounds 60] [--python python3] [--peers DIR] [--json]
 *
 * gbstats runs where `--python` has it (tried with 0.8.0): CUPED with a relative effect for every metric and arm, and Holm on the p-values.
 * simple-statistics and @stdlib run where `--peers` (or this folder) has them in node_modules: neither knows sufficient
 * statistics, CUPED, lift or multiplicity, so they do two-sample t-tests on 1,000 rows an arm. The limit is 50 ms.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "../src/core/random.ts";
import { type AnalysedMetric, analyse, momentsOf, scatterOf, welchTest } from "../src/stats/stats.ts";

const { values } = parseArgs({
  options: {
    metrics: { type: "string", default: "50" },
    arms: { type: "string", default: "3" },
    rounds: { type: "string", default: "60" },
    python: { type: "string", default: "python3" },
    peers: { type: "string", default: "." },
    json: { type: "boolean", default: false },
  },
});
const [metricCount, armCount, rounds] = [values.metrics, values.arms, values.rounds].map(Number);
const random = seededRandom(1);
const people = 1000;

/** metrics × arms × people rows of outcome and pre-period. */
const rows = Array.from({ length: metricCount }, () =>
  Array.from({ length: armCount }, () =>
    Array.from({ length: people }, () => {
      const before = random.normal();
      return [10 + before + random.normal(), 10 + before];
    }),
  ),
);
const metrics: AnalysedMetric[] = rows.map((arms, m) => ({
  name: `metric ${m}`,
  kind: "mean",
  arms: Object.fromEntries(arms.map((arm, a) => [`arm ${a}`, scatterOf(arm)])),
}));
const outcomes = rows.map((arms) => arms.map((arm) => arm.map(([y]) => y)));

interface Row {
  readonly engine: string;
  readonly work: string;
  readonly medianMilliseconds: number;
  readonly p95Milliseconds: number;
}

function timed(engine: string, work: string, run: () => void, times = rounds): Row {
  for (let i = 0; i < 5; i++) run();
  const spent = Array.from({ length: times }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return {
    engine,
    work,
    medianMilliseconds: spent[Math.floor(times / 2)],
    p95Milliseconds: spent[Math.floor(times * 0.95)],
  };
}

function forComparisons(act: (control: number[], treatment: number[]) => void): void {
  for (const arms of outcomes) for (const treatment of arms.slice(1)) act(arms[0], treatment);
}

const full = "lift, interval, CUPED, Holm from sufficient statistics";
const table: Row[] = [
  timed("bowerbird anytime", full, () => analyse({ control: "arm 0", metrics })),
  timed("bowerbird fixed", full, () => analyse({ control: "arm 0", metrics, looks: "fixed" })),
  timed("bowerbird", "t-tests on rows", () =>
    forComparisons((control, treatment) => welchTest(momentsOf(control), momentsOf(treatment))),
  ),
];

/** What a folder's node_modules has under that name, or nothing. */
function installed(name: string): unknown {
  try {
    return createRequire(join(resolve(values.peers), "package.json"))(name);
  } catch {
    return undefined;
  }
}

const simple = installed("simple-statistics") as
  | { tTestTwoSample?: (a: number[], b: number[]) => number }
  | undefined;
const { tTestTwoSample } = simple ?? {};
if (tTestTwoSample) {
  table.push(
    timed("simple-statistics", "t statistics on rows (no p, no interval)", () =>
      forComparisons(tTestTwoSample),
    ),
  );
}
const stdlib = installed("@stdlib/stats-ttest2") as ((a: number[], b: number[]) => unknown) | undefined;
if (stdlib) table.push(timed("@stdlib/stats-ttest2", "t-tests on rows", () => forComparisons(stdlib)));

/** gbstats' own classes, timed inside Python on the same sums. */
const script = `
import json, sys, time, statistics
from gbstats.models.statistics import RegressionAdjustedStatistic, SampleMeanStatistic, compute_theta
from gbstats.frequentist.tests import TwoSidedTTest, FrequentistConfig
data = json.load(sys.stdin)
def stat(a):
    post = SampleMeanStatistic(n=a["n"], sum=a["sum"], sum_squares=a["squares"])
    pre = SampleMeanStatistic(n=a["n"], sum=a["preSum"], sum_squares=a["preSquares"])
    return RegressionAdjustedStatistic(n=a["n"], post_statistic=post, pre_statistic=pre, post_pre_sum_of_products=a["cross"], theta=0)
def run():
    out = []
    for arms in data["metrics"]:
        for arm in arms[1:]:
            a, b = stat(arms[0]), stat(arm)
            a.theta = b.theta = compute_theta(a, b)
            out.append(TwoSidedTTest(a, b, FrequentistConfig(difference_type="relative")).compute_result())
    ps = sorted((r.p_value if r.p_value is not None else 1.0, i) for i, r in enumerate(out))
    return [min(1.0, (len(ps) - k) * p) for k, (p, i) in enumerate(ps)]
for _ in range(3): run()
spent = []
for _ in range(data["rounds"]):
    t = time.perf_counter(); run(); spent.append((time.perf_counter() - t) * 1000)
spent.sort()
print(json.dumps([spent[len(spent)//2], spent[int(len(spent)*0.95)]]))
`;

const sums = rows.map((arms) =>
  arms.map((arm) => {
    const total = (f: (row: number[]) => number): number => arm.reduce((sum, row) => sum + f(row), 0);
    return {
      ...{
        n: people,
        sum: total(([y]) => y),
        squares: total(([y]) => y * y),
        cross: total(([y, x]) => y * x),
      },
      ...{ preSum: total(([, x]) => x), preSquares: total(([, x]) => x * x) },
    };
  }),
);
const python = spawnSync(values.python, ["-c", script], {
  input: JSON.stringify({ metrics: sums, rounds: Math.min(rounds, 20) }),
  encoding: "utf8",
});
if (python.status === 0) {
  const [median, p95] = JSON.parse(python.stdout);
  table.push({ engine: "gbstats", work: full, medianMilliseconds: median, p95Milliseconds: p95 });
}

if (values.json) console.log(JSON.stringify(table));
else {
  console.log(`${metricCount} metrics × ${armCount} arms; the limit is 50 ms`);
  for (const row of table) {
    const base = table.find(
      ({ engine, work }) => engine.startsWith("bowerbird") && work.split(" ")[0] === row.work.split(" ")[0],
    );
    const ratio = row.medianMilliseconds / (base?.medianMilliseconds ?? row.medianMilliseconds);
    console.log(
      `${row.engine.padEnd(22)} ${row.medianMilliseconds.toFixed(2).padStart(9)} ms  p95 ${row.p95Milliseconds.toFixed(2).padStart(9)} ms  ${ratio.toFixed(2).padStart(7)} ×  ${row.work}`,
    );
  }
  if (python.status !== 0) console.log(`gbstats: not with ${values.python}`);
}
