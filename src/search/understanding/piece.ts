/** A piece of evidence before it knows what is left without it. */
import type { Evidence, Meaning } from "../../core/understood.ts";
import type { Span } from "./tokens.ts";

export interface Piece extends Span {
  readonly kind: Evidence["kind"];
  readonly label: string;
  readonly confidence: number;
  readonly meaning: Meaning | null;
}
