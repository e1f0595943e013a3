/** An arm's estimate and its squared standard error. */
export interface Estimate {
  readonly mean: number;
  readonly squaredError: number;
}
