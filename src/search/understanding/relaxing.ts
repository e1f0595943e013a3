/**
 * A price that would leave nothing is let go, and the answer says so. What someone has put in quotation marks or
 * excluded binds whatever it leaves: that is why they took the trouble.
 */
import type { EvidenceKind, WordQuestion } from "../../core/understood.ts";

export interface Attempt {
  readonly question: WordQuestion;
  /** Kinds of evidence that no longer bind. */
  readonly relaxed: readonly EvidenceKind[];
}

/** The question itself, then with less that must hold. */
export function attemptsOf(question: WordQuestion): Attempt[] {
  const whole: Attempt = { question, relaxed: [] };
  return question.price ? [whole, { question: { ...question, price: null }, relaxed: ["price"] }] : [whole];
}
