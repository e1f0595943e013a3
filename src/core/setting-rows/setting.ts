export type Value = string | number | boolean;

/** One row of the settings table. */
export interface Setting<T extends Value = Value> {
  readonly default: T;
  /** Unit of a number, or the choices of a word. */
  readonly unit: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** A change takes effect while the server runs; every other one at the next start. */
  readonly atOnce?: true;
}
