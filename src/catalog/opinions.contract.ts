/** What every OpinionStore keeps, whatever it is made of. */
import { beforeEach, describe, expect, test } from "vitest";
import type { OpinionStore } from "../core/opinions.ts";
import type { PinStore } from "../core/ports.ts";
import { draftOf } from "./pins.contract.ts";

interface Opened {
  readonly opinions: OpinionStore;
  readonly pins: PinStore;
  readonly advance: (milliseconds: number) => void;
}

const ada = "person:ada";

export function opinionStoreContract(name: string, open: () => Opened): void {
  describe(`${name} as an opinion store`, () => {
    let opened: Opened;
    let opinions: OpinionStore;
    let ids: string[];
    beforeEach(async () => {
      opened = open();
      opinions = opened.opinions;
      const admitted = await opened.pins.admitMany(["a", "b", "c"].map((pin) => draftOf(pin)));
      ids = admitted.map(({ pin }) => pin.id);
    });

    test("following twice is following once", async () => {
      expect(await opinions.follow(ada, "board", "b1")).toBe(true);
      expect(await opinions.follow(ada, "board", "b1")).toBe(false);
      await opinions.follow("person:bob", "board", "b1");
      expect(await opinions.followers("board", "b1")).toBe(2);
      expect(await opinions.following(ada)).toMatchObject([{ kind: "board", subject: "b1" }]);
      expect(await opinions.unfollow(ada, "board", "b1")).toBe(true);
      expect(await opinions.unfollow(ada, "board", "b1")).toBe(false);
    });

    test("hides are paged, the latest first; the last reason counts; undone they are gone", async () => {
      for (const pin of ids) {
        await opinions.hide(ada, pin, "hide");
        opened.advance(10);
      }
      await opinions.hide(ada, ids[0], "taste");
      const first = await opinions.hidden(ada, { limit: 2 });
      const rest = await opinions.hidden(ada, { limit: 2, cursor: first.cursor ?? "" });
      expect(
        [...first.items, ...rest.items].map(({ pin, reason }) => `${ids.indexOf(pin)} ${reason}`),
      ).toEqual(["2 hide", "1 hide", "0 taste"]);
      expect(rest.cursor).toBeNull();
      expect(await opinions.unhide(ada, ids[1])).toBe(true);
      expect((await opinions.hidden(ada, { limit: 9 })).items).toHaveLength(2);
      await expect(opinions.hide(ada, "nobody", "hide")).rejects.toMatchObject({ code: "PIN_NOT_FOUND" });
    });

    test("one report of a person about a pin; it can be taken back", async () => {
      await opinions.report(ada, ids[0], "spam", "buy\u0000 now");
      await opinions.report(ada, ids[0], "hate", "");
      await opinions.report("person:bob", ids[0], "spam", "");
      expect((await opinions.reports({ limit: 9 })).items.map(({ reason }) => reason).toSorted()).toEqual([
        "hate",
        "spam",
      ]);
      expect(await opinions.withdraw(ada, ids[0])).toBe(true);
      expect((await opinions.reports({ limit: 9 })).items).toHaveLength(1);
      await expect(opinions.report(ada, "nobody", "spam", "")).rejects.toMatchObject({
        code: "PIN_NOT_FOUND",
      });
    });
  });
}
