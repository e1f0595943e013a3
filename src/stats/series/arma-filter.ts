/**
 * The exact likelihood of an ARMA process by the Kalman filter in Harvey's state space form.
 *
 *   a_{t+1} = T a_t + R e_{t+1},  w_t = a_t[0],  T = [φ | I shifted],  R = (1, θ_1, …, θ_{r-1}),  r = max(p, q+1)
 *   -2 log L = n log 2πσ² + Σ log F_t + n  with  σ² = (1/n) Σ v_t²/F_t
 *
 * The first covariance solves P = T P Tᵀ + R Rᵀ by doubling. A NaN is a value that was not seen: the state moves on and
 * nothing is learned.
 *
 * Sources: A. C. Harvey (1989), "Forecasting, Structural Time Series Models and the Kalman Filter"; G. Gardner,
 * A. C. Harvey, G. D. A. Phillips (1980), Algorithm AS 154, Applied Statistics 29.
 */
export interface ArmaFilter {
  readonly logLikelihood: number;
  /** Variance of the innovations, units squared. */
  readonly variance: number;
  /** One step ahead errors, n numbers; NaN where the value is missing. */
  readonly innovations: number[];
  /** Expected values of the next h steps, given the series. */
  forecast(h: number): number[];
}

export function armaFilter(w: readonly number[], ar: readonly number[], ma: readonly number[]): ArmaFilter {
  const r = Math.max(ar.length, ma.length + 1);
  const phi = Array.from({ length: r }, (_, i) => ar[i] ?? 0);
  const load = Array.from({ length: r }, (_, i) => (i === 0 ? 1 : (ma[i - 1] ?? 0)));
  const state = new Float64Array(r);
  let spread = firstCovariance(phi, load);
  let spare = new Float64Array(r * r);
  const innovations = new Array<number>(w.length);
  let logs = 0;
  let squares = 0;
  let steady = false;
  let n = 0;
  for (let t = 0; t < w.length; t++) {
    if (Number.isNaN(w[t])) {
      innovations[t] = Number.NaN;
      moveState(phi, state);
      driftSpread(phi, load, spread, spare, r);
      [spread, spare] = [spare, spread];
      steady = false;
      continue;
    }
    n++;
    const F = spread[0];
    const v = w[t] - state[0];
    innovations[t] = v;
    logs += Math.log(F);
    squares += (v * v) / F;
    for (let i = 0; i < r; i++) state[i] += (spread[i] * v) / F;
    moveState(phi, state);
    if (steady) continue;
    steady = moveSpread(load, spread, spare, r); // from there on it stays as it is
    [spread, spare] = [spare, spread];
  }
  const variance = squares / n;
  return {
    logLikelihood: -0.5 * (n * Math.log(2 * Math.PI * variance) + logs + n),
    variance,
    innovations,
    forecast: (h) => {
      const ahead = state.slice();
      return Array.from({ length: h }, () => {
        const value = ahead[0];
        moveState(phi, ahead);
        return value;
      });
    },
  };
}

/** a ← T a, in place: every entry needs only the first and the next. */
function moveState(phi: readonly number[], state: Float64Array): void {
  const first = state[0];
  const last = phi.length - 1;
  for (let i = 0; i < last; i++) state[i] = phi[i] * first + state[i + 1];
  state[last] = phi[last] * first;
}

/**
 * `next` ← T (P - P_{·0} P_{0·} / F) Tᵀ + R Rᵀ. Once the first state was seen, its row and column are 0, so T only
 * shifts what is left. Answers whether it has come to rest.
 */
function moveSpread(load: readonly number[], P: Float64Array, next: Float64Array, r: number): boolean {
  const F = P[0];
  let most = 0;
  for (let i = 0; i < r; i++) {
    for (let j = i; j < r; j++) {
      let value = load[i] * load[j];
      if (i + 1 < r && j + 1 < r) value += P[(i + 1) * r + j + 1] - (P[i + 1] * P[j + 1]) / F;
      most = Math.max(most, Math.abs(value - P[i * r + j]));
      next[i * r + j] = value;
      next[j * r + i] = value;
    }
  }
  return most <= 1e-12 * F;
}

/** `next` ← T P Tᵀ + R Rᵀ: a step at which nothing is seen. */
function driftSpread(
  phi: readonly number[],
  load: readonly number[],
  P: Float64Array,
  next: Float64Array,
  r: number,
): void {
  const at = (i: number, j: number): number => (i < r && j < r ? P[i * r + j] : 0);
  for (let i = 0; i < r; i++) {
    for (let j = 0; j < r; j++) {
      const moved = phi[i] * phi[j] * P[0] + phi[i] * at(0, j + 1) + phi[j] * at(i + 1, 0) + at(i + 1, j + 1);
      next[i * r + j] = load[i] * load[j] + moved;
    }
  }
}

/** P = Σ T^k R Rᵀ T^kᵀ: P ← P + A P Aᵀ, A ← A² until A vanishes. */
function firstCovariance(phi: readonly number[], load: readonly number[]): Float64Array<ArrayBuffer> {
  const r = phi.length;
  let power = new Float64Array(r * r);
  for (let i = 0; i < r; i++) {
    power[i * r] = phi[i];
    if (i + 1 < r) power[i * r + i + 1] += 1;
  }
  let sum = new Float64Array(r * r);
  for (let i = 0; i < r; i++) for (let j = 0; j < r; j++) sum[i * r + j] = load[i] * load[j];
  for (let step = 0; step < 40; step++) {
    const half = multiply(power, sum, r);
    const added = multiply(half, transpose(power, r), r);
    let size = 0;
    sum = sum.map((value, i) => {
      size = Math.max(size, Math.abs(added[i]));
      return value + added[i];
    });
    if (size <= 1e-14 * Math.abs(sum[0])) break;
    power = multiply(power, power, r);
  }
  return sum;
}

function multiply(a: Float64Array, b: Float64Array, r: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(r * r);
  for (let i = 0; i < r; i++) {
    for (let k = 0; k < r; k++) {
      const value = a[i * r + k];
      if (value === 0) continue;
      for (let j = 0; j < r; j++) out[i * r + j] += value * b[k * r + j];
    }
  }
  return out;
}

function transpose(a: Float64Array, r: number): Float64Array {
  return a.map((_, i) => a[(i % r) * r + Math.floor(i / r)]);
}
