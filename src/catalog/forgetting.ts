/**
 * Forgetting a person everywhere: first in the event log, then in the state. In this order a crash between the two
 * leaves a person who is still there, so that it can be done again.
 */
import type { PersonCounts, PrivacyStore } from "../core/people.ts";

/** What forgetting asks of the event log. */
export interface PersonEvents {
  erase(person: string): Promise<{ readonly events: number }>;
}

export interface Forgotten extends PersonCounts {
  /** Null where no event log is kept. */
  readonly events: number | null;
}

/** @throws PERSON_NOT_FOUND */
export async function forgetPerson(
  { privacy, events }: { privacy: PrivacyStore; events: PersonEvents | null },
  id: string,
  options: { pictures?: boolean } = {},
): Promise<Forgotten> {
  await privacy.count(id);
  let erased = 0;
  for (const profile of await privacy.profilesOf(id)) erased += (await events?.erase(profile))?.events ?? 0;
  const counts = await privacy.erase(id, options);
  return { ...counts, events: events ? erased : null };
}
