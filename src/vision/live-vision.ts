/** Vision whose models can be exchanged while it is in use: what was asked of the old ones is still answered by them. */
import type { BowerbirdError } from "../core/errors.ts";
import type { Vision } from "../core/ports.ts";

export interface LiveVision extends Vision {
  /** From the next question on. The old ones are closed when they have answered. */
  replace(next: Vision): void;
}

export function liveVision(first: Vision): LiveVision {
  let current = first;
  const asked = new Map<Vision, number>();
  const leaving = new Set<Vision>();

  const closeWhenIdle = (vision: Vision): void => {
    if (!leaving.has(vision) || (asked.get(vision) ?? 0) > 0) return;
    leaving.delete(vision);
    void vision.close();
  };
  const ask = async <T>(question: (vision: Vision) => Promise<T>): Promise<T> => {
    const vision = current;
    asked.set(vision, (asked.get(vision) ?? 0) + 1);
    try {
      return await question(vision);
    } finally {
      asked.set(vision, (asked.get(vision) ?? 1) - 1);
      closeWhenIdle(vision);
    }
  };

  return {
    get model() {
      return current.model;
    },
    get dimensions() {
      return current.dimensions;
    },
    get processes() {
      return current.processes;
    },
    get embedText() {
      return current.embedText;
    },
    get unusable() {
      return current.unusable;
    },
    understand: (...given) => ask((vision) => vision.understand(...given)),
    look: (...given) => ask((vision) => vision.look(...given)),
    detect: (...given) => ask((vision) => vision.detect(...given)),
    replace: (next) => {
      leaving.add(current);
      const old = current;
      current = next;
      closeWhenIdle(old);
    },
    close: async () => {
      await Promise.all([current, ...leaving].map((vision) => vision.close()));
    },
  };
}

/**
 * Stands for a model that cannot be opened any more, such as one whose folder has gone: pins are still searched by what
 * it saw, new pictures are refused with the reason.
 */
export function absentVision(model: string, dimensions: number, reason: BowerbirdError): Vision {
  const refuse = async (): Promise<never> => {
    throw reason;
  };
  return {
    ...{ model, dimensions, processes: 1 },
    ...{ understand: refuse, look: refuse, detect: refuse, embedText: null, unusable: reason },
    close: async () => {},
  };
}
