/**
 * Keeps what the words of pins mean in step with the state, in the background: changed pins are read in the order of their
 * changes, texts that have changed become vectors, and how far was read is kept with them, so nothing is missed
 * whatever happens between. After each text it rests for as long as the text took, to leave room for whoever waits, and
 * nineteen times as long while an import is under way: that comes first.
 */
import { createHash } from "node:crypto";
import { setTimeout as rest } from "node:timers/promises";
import { type CatchingUp, catchingUp } from "../core/catching-up.ts";
import type { Pin } from "../core/nouns.ts";
import type { TextModel } from "../core/ports.ts";
import type { TextVector, TextVectorStore } from "../core/texts.ts";
import type { PinChanges } from "../core/words.ts";

export interface TextPorts {
  readonly changes: PinChanges;
  readonly store: TextVectorStore;
  /** `name@version`, known before it is opened. */
  readonly model: string;
  readonly open: () => Promise<Pick<TextModel, "embed">>;
  /** Told after each portion. */
  readonly written: () => Promise<void>;
  /** The processors are wanted for something that comes first. */
  readonly busy: () => boolean;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

const portion = 32;
/** The model reads no further than some 250 words. */
const longestText = 2000;
/** Rest after a text, as a multiple of the time that it took. */
const rests = { usual: 1, busy: 19 } as const;

/** Caught up when the words of everything committed so far have a vector. */
export function textKeeper({ changes, store, model, open, written, busy, tick }: TextPorts): CatchingUp {
  /** Nothing was left to do at this revision. */
  let done = -1;

  const vectorOf = async (text: string): Promise<Float32Array> => {
    const started = tick();
    const [vector] = await (await open()).embed([text]);
    await rest((busy() ? rests.busy : rests.usual) * (tick() - started));
    return vector;
  };
  return catchingUp(async (stopping) => {
    const latest = changes.latest();
    if (latest === done) return false;
    const { changes: changed, mark } = changes.since(store.readTo(model), portion, "");
    const known = store.digests(
      model,
      changed.map(({ seq }) => seq),
    );
    const texts: TextVector[] = [];
    for (const { seq, pin } of changed) {
      if (stopping.aborted) return false;
      const text = pin ? textOf(pin) : "";
      const digest = createHash("sha256").update(text).digest("base64url").slice(0, 16);
      if (text === "") texts.push({ seq, digest, vector: null });
      else if (known.get(seq) !== digest) texts.push({ seq, digest, vector: await vectorOf(text) });
    }
    if (changed.length > 0) {
      await store.write(model, texts, mark);
      await written();
    }
    if (changed.length < portion) done = latest;
    return changed.length === portion;
  });
}

/** What people wrote of a pin, as one text. */
function textOf({ title, description, tags }: Pick<Pin, "title" | "description" | "tags">): string {
  return [title, description, tags.join(", ")]
    .filter((part) => part !== "")
    .join(". ")
    .slice(0, longestText)
    .toWellFormed();
}
