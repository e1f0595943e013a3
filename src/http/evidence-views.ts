/** What was understood of a question, as the API says it. */
import type { Evidence, EvidenceKind } from "../core/understood.ts";
import type { EvidenceView } from "./contract/understood.ts";

export function viewEvidence(
  evidence: readonly Evidence[],
  relaxed: readonly EvidenceKind[],
): EvidenceView[] {
  return evidence.map(({ meaning, ...one }) => ({
    ...one,
    value: meaning?.value ?? null,
    path: [...(meaning?.path ?? [])],
    relaxed: relaxed.includes(one.kind),
  }));
}
