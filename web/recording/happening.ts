/** What someone saw or did, as it is sent to `POST /events`. */
export interface Happening {
  readonly type: string;
  readonly pin?: string;
  readonly slate?: string;
  readonly position?: number;
  readonly surface?: string;
  readonly board?: string;
  readonly query?: string;
  /** Milliseconds. */
  readonly dwell?: number;
  readonly value?: number;
  readonly currency?: string;
  readonly extra?: object;
  /** The same id is the same event, however often it is sent; made up when it is not said. */
  readonly id?: string;
  /** Milliseconds since 1970 by this browser's clock; now when it is not said. */
  readonly time?: number;
}

/** A pin at its place, as an impression names it. */
export type Shown = Pick<Happening, "slate" | "position" | "surface" | "board"> & { readonly pin: string };
