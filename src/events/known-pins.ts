/** Which pins there have ever been and whose they are; the latest asked are kept in mind. */

export interface KnownPins {
  /** Looks up those that are not in mind. */
  prepare(pins: ReadonlySet<string>): Promise<void>;
  /** The pin's owner, or undefined when there has never been such a pin. */
  ownerOf(pin: string): string | undefined;
}

const mostKept = 200_000;

/** @param look owners of pins by id, deleted ones too; unknown ones are left out */
export function knownPins(look: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>): KnownPins {
  const kept = new Map<string, string>();
  return {
    prepare: async (pins) => {
      const missing = [...pins].filter((pin) => !kept.has(pin));
      if (missing.length === 0) return;
      if (kept.size + missing.length > mostKept) kept.clear();
      const again = kept.size === 0 ? [...pins] : missing;
      for (const [pin, owner] of await look(again)) kept.set(pin, owner);
    },
    ownerOf: (pin) => kept.get(pin),
  };
}
