/** Keeps the phrase book in step with the state, and on disk between two starts; see `state-follower.ts`. */
import { createHash } from "node:crypto";
import type { PinLook, PinLooks } from "../../core/guidance.ts";
import { type FollowerPorts, type StateFollower, stateFollower } from "../../index/state-follower.ts";
import { type PhraseBook, phraseBook } from "./phrase-book.ts";
import { runsOf, textsOf } from "./phrase-texts.ts";

/** Pins read at a time: some 4 ms. */
const portion = 100;
/** Of the columns themselves. */
const format = 1;
const tried: PinLook = {
  ...{ seq: 1, title: "Crème brûlée’s bowls, tall with a lid – 2 of them", tags: ["Mid-century", "70s"] },
  ...{ attributes: {}, boards: ["Kitchen ideas"], kinds: ["furniture", "chair"], colours: ["teal"] },
};

/** What a pin is counted for, tried out: a saved book that was made in another way is not believed. */
const makingOf = (): string =>
  createHash("sha256")
    .update(JSON.stringify([format, [...textsOf(tried)], runsOf(tried)]))
    .digest("base64url")
    .slice(0, 22);

export function phraseKeeper(looks: PinLooks, ports: FollowerPorts): StateFollower<PhraseBook> {
  return stateFollower(
    {
      make: (saved) => phraseBook(undefined, saved),
      making: makingOf,
      latest: looks.latest,
      apply: (book, since, model) => {
        const { changes, mark } = looks.since(since, portion, model);
        for (const { seq, look } of changes) book.put(seq, look);
        return { changed: changes.length, mark };
      },
      portion,
    },
    ports,
  );
}
