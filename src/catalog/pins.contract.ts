/** What every PinStore keeps, whatever it is made of. */
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Pin, PinDraft, PinFilter } from "../core/nouns.ts";
import type { PinStore } from "../core/ports.ts";

export function draftOf(name: string, more: Partial<PinDraft> = {}): PinDraft {
  return {
    blob: createHash("sha256").update(name).digest("hex"),
    mime: "image/webp",
    bytes: 10,
    width: 400,
    height: 300,
    placeholder: "",
    owner: "me",
    source: `${name}.webp`,
    ...more,
  };
}

export function pinStoreContract(name: string, open: () => PinStore): void {
  describe(`${name} as a pin store`, () => {
    let pins: PinStore;
    beforeEach(() => {
      pins = open();
    });
    const admit = async (title: string, more: Partial<PinDraft> = {}) =>
      (await pins.admit(draftOf(title, { title, ...more }))).pin;

    test("keeps everything it is given", async () => {
      const { pin, created } = await pins.admit(
        draftOf("a", {
          title: "Oak chair",
          description: "A chair",
          link: "https://www.Example.com/x",
          tags: ["Oak", "chair", "OAK"],
          price: { amount: 12.5, currency: "EUR" },
          attributes: { material: "oak", legs: 4, new: true },
          board: "Seats",
        }),
      );
      expect(created).toBe(true);
      expect(pin).toMatchObject({
        title: "Oak chair",
        domain: "example.com",
        tags: ["Oak", "chair"],
        price: { amount: 12.5, currency: "EUR" },
        attributes: { material: "oak", legs: 4, new: true },
        boards: ["Seats"],
        sources: ["a.webp"],
        version: 1,
      });
      expect(await pins.read([pin.id])).toEqual([pin]);
      expect(await pins.readSeqs([pin.seq])).toEqual([pin]);
    });

    test("the same bytes are one pin with several sources, and gain the words they lacked", async () => {
      const first = await pins.admit(draftOf("a"));
      const second = await pins.admit(
        draftOf("a", { source: "copy.webp", title: "Later", attributes: { size: 3 } }),
      );
      expect(second.created).toBe(false);
      expect(second.pin).toMatchObject({ id: first.pin.id, title: "Later", attributes: { size: 3 } });
      expect(second.pin.sources).toEqual(["a.webp", "copy.webp"]);
      const third = await pins.admit(draftOf("a", { title: "Ignored" }));
      expect(third.pin.title).toBe("Later");
      expect(await pins.count()).toBe(1);
    });

    test("pages neither repeat nor skip, in every order", async () => {
      const titles = ["d", "b", "a", "c", "b"];
      for (const [i, title] of titles.entries()) {
        await admit(`${title}${i}`, { title, price: { amount: i % 2, currency: "" } });
      }
      for (const sort of ["newest", "oldest", "title", "price"] as const) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await pins.list({ sort, limit: 2, cursor });
          seen.push(...page.items.map((pin) => pin.id));
          cursor = page.cursor ?? undefined;
        } while (cursor);
        const whole = await pins.list({ sort, limit: 100 });
        expect(seen).toEqual(whole.items.map((pin) => pin.id));
        expect(new Set(seen).size).toBe(titles.length);
      }
      await expect(pins.list({ limit: 2, cursor: "nonsense" })).rejects.toMatchObject({ code: "BAD_CURSOR" });
    });

    test("filters narrow by field and widen within one", async () => {
      await admit("chair", {
        tags: ["Wood", "seat"],
        board: "Home",
        attributes: { legs: 4 },
        link: "https://a.com/",
      });
      await admit("sofa", { tags: ["seat"], width: 100, height: 300, price: { amount: 50, currency: "" } });
      await admit("lamp", { tags: ["light"], width: 300, height: 300, owner: "you" });
      const titles = async (filter: Parameters<PinStore["count"]>[0]) => {
        const { items } = await pins.list({ filter, sort: "title", limit: 10 });
        expect(await pins.count(filter)).toBe(items.length);
        expect([...(await pins.matching(filter ?? {})).seqs].sort()).toEqual(
          items.map((pin) => pin.seq).sort(),
        );
        return items.map((pin) => pin.title);
      };
      expect(await titles({ tags: ["SEAT"] })).toEqual(["chair", "sofa"]);
      expect(await titles({ tags: ["wood", "light"] })).toEqual(["chair", "lamp"]);
      expect(await titles({ tags: ["seat"], shapes: ["portrait"] })).toEqual(["sofa"]);
      expect(await titles({ shapes: ["square", "landscape"] })).toEqual(["chair", "lamp"]);
      expect(await titles({ attributes: { legs: [4, 3] } })).toEqual(["chair"]);
      expect(await titles({ boards: ["home"] })).toEqual(["chair"]);
      expect(await titles({ domains: ["a.com"] })).toEqual(["chair"]);
      expect(await titles({ owners: ["you"] })).toEqual(["lamp"]);
      expect(await titles({ priceFrom: 10, priceTo: 60 })).toEqual(["sofa"]);
      expect(await titles({ ids: [] })).toEqual([]);
      expect(await titles({ tags: ["'; drop table pins; --"] })).toEqual([]);
    });

    test("amounts in two currencies are not compared: the commonest is meant where none is named", async () => {
      await admit("a", { price: { amount: 40, currency: "EUR" } });
      await admit("b", { price: { amount: 45, currency: "EUR" } });
      await admit("c", { price: { amount: 50, currency: "JPY" } });
      await admit("d", { price: { amount: 60, currency: "" } });
      const found = async (filter: PinFilter) =>
        (await pins.list({ filter, sort: "title", limit: 10 })).items.map(({ price }) => price?.amount);
      expect(await pins.currencies()).toEqual(["EUR", "JPY"]);
      expect(await found({ priceFrom: 41 })).toEqual([45, 60]);
      expect(await found({ priceFrom: 41, currency: "JPY" })).toEqual([50, 60]);
      expect(await found({ currency: "CHF" })).toEqual([60]);
    });

    test("by price the commonest currency comes first, then the others, then what has no price", async () => {
      const prices: ReadonlyArray<Pin["price"]> = [
        ...[9, 30, 20].map((amount) => ({ amount, currency: "EUR" })),
        ...[1, 700].map((amount) => ({ amount, currency: "JPY" })),
        ...[{ amount: 25, currency: "" }, { amount: 8, currency: "CHF" }, null, null],
      ];
      for (const [i, price] of prices.entries()) await admit(`pin${i}`, { price });
      const listed: Array<string | undefined> = [];
      let cursor: string | undefined;
      do {
        const page = await pins.list({ sort: "price", limit: 2, ...(cursor && { cursor }) });
        listed.push(...page.items.map(({ price }) => price?.currency.concat(String(price.amount))));
        cursor = page.cursor ?? undefined;
        // What comes in before a cursor does not come twice, nor does it turn the currencies around.
        if (listed.length === 2)
          for (const amount of [2, 3, 4]) {
            await admit(`late${amount}`, { price: { amount, currency: "JPY" } });
          }
      } while (cursor);
      expect(listed).toEqual([
        ...["EUR9", "EUR20", "25", "EUR30", "CHF8", "JPY1", "JPY2", "JPY3", "JPY4", "JPY700"],
        ...[undefined, undefined],
      ]);
    });

    test("a change grows the version, and a stale one is refused", async () => {
      const pin = await admit("a");
      const changed = await pins.patch(pin.id, { title: "New", tags: ["x"], boards: ["B", "C"] }, 1);
      expect(changed).toMatchObject({ title: "New", tags: ["x"], version: 2 });
      expect([...changed.boards].sort()).toEqual(["B", "C"]);
      await expect(pins.patch(pin.id, { title: "Stale" }, 1)).rejects.toMatchObject({
        code: "VERSION_CONFLICT",
      });
      await expect(pins.patch("nobody", {})).rejects.toMatchObject({ code: "PIN_NOT_FOUND" });
      expect(await pins.boards()).toEqual([
        { name: "B", pins: 1 },
        { name: "C", pins: 1 },
      ]);
    });

    test("what is removed is hidden and comes back whole", async () => {
      const pin = await admit("a", { tags: ["x"] });
      expect(await pins.remove([pin.id, "nobody"])).toBe(1);
      expect(await pins.remove([pin.id])).toBe(0);
      expect(await pins.read([pin.id])).toEqual([]);
      expect(await pins.count()).toBe(0);
      expect(await pins.restore([pin.id])).toBe(1);
      expect(await pins.read([pin.id])).toMatchObject([{ id: pin.id, tags: ["x"], deletedAt: null }]);
    });

    test("near-duplicates share a group, which starts as the pin's own id", async () => {
      const [a, b] = [await admit("a"), await admit("b")];
      expect(a.group).toBe(a.id);
      await pins.setGroup([a.id, b.id], a.id);
      expect((await pins.read([b.id]))[0].group).toBe(a.id);
      expect(await pins.hasSource("b.webp")).toBe(true);
      expect(await pins.hasSource("c.webp")).toBe(false);
    });
  });
}
