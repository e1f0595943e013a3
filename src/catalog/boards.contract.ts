/** What every BoardStore keeps, whatever it is made of. */
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { BoardStore } from "../core/boards.ts";
import type { PinStore } from "../core/ports.ts";
import { draftOf } from "./pins.contract.ts";

interface Opened {
  readonly boards: BoardStore;
  readonly pins: PinStore;
  readonly advance: (milliseconds: number) => void;
}

const by = "person:ada";

export function boardStoreContract(name: string, open: () => Opened): void {
  describe(`${name} as a board store`, () => {
    let opened: Opened;
    let boards: BoardStore;
    let ids: string[];
    beforeEach(async () => {
      opened = open();
      boards = opened.boards;
      const admitted = await opened.pins.admitMany(["a", "b", "c", "d", "e"].map((pin) => draftOf(pin)));
      ids = admitted.map(({ pin }) => pin.id);
    });
    const board = async (called = "Blue", owner = by) => (await boards.create({ owner, name: called })).id;
    const order = async (id: string, section?: string | null) => {
      const { items } = await boards.saves(id, { limit: 100, ...(section !== undefined && { section }) });
      return items.map(({ pin }) => "abcde"[ids.indexOf(pin)]).join("");
    };

    test("one owner's boards have different names, regardless of case; other owners' may be the same", async () => {
      const made = await boards.create({ owner: by, name: "  Blue \u202e room ", description: "For\nlater" });
      expect(made).toMatchObject({
        name: "Blue room",
        description: "For\nlater",
        privacy: "private",
        pins: 0,
      });
      await expect(boards.create({ owner: by, name: "BLUE ROOM" })).rejects.toMatchObject({
        code: "NAME_TAKEN",
      });
      expect((await boards.create({ owner: "person:bob", name: "Blue room" })).id).not.toBe(made.id);
      await expect(boards.create({ owner: by, name: " \u200b\u202e " })).rejects.toMatchObject({
        code: "BAD_INPUT",
      });
      await expect(boards.create({ owner: by, name: "x".repeat(101) })).rejects.toMatchObject({
        code: "BAD_INPUT",
      });
      const other = await board("Red");
      await expect(boards.patch(other, { name: "blue room" })).rejects.toMatchObject({ code: "NAME_TAKEN" });
      expect(await boards.patch(other, { name: "RED" })).toMatchObject({ name: "RED", version: 2 });
    });

    test("saving twice changes nothing; a pin that is not there stops the whole", async () => {
      const id = await board();
      expect((await boards.save(id, ids.slice(0, 2), { by, note: "n" })).saved).toEqual(ids.slice(0, 2));
      expect((await boards.save(id, ids.slice(1, 3), { by })).saved).toEqual([ids[2]]);
      expect(await order(id)).toBe("cab");
      expect((await boards.saves(id, { limit: 9 })).items.map(({ note }) => note)).toEqual(["", "n", "n"]);
      await expect(boards.save(id, [ids[3], "nobody"], { by })).rejects.toMatchObject({
        code: "PIN_NOT_FOUND",
      });
      expect(await order(id)).toBe("cab");
      expect(await boards.read(id)).toMatchObject({ pins: 3, cover: ids[2] });
    });

    test("what is taken off comes back with its note, section and place", async () => {
      const id = await board();
      await boards.save(id, ids, { by });
      const section = await boards.addSection(id, "Chairs");
      await boards.patchSave(id, ids[2], { note: "mine", section: section.id });
      expect(await boards.unsave(id, [ids[2], ids[2], "nobody"])).toEqual([ids[2]]);
      expect(await order(id)).toBe("abde");
      expect(await boards.resave(id, [ids[2]])).toEqual([ids[2]]);
      expect(await order(id)).toBe("abcde");
      expect((await boards.saves(id, { section: section.id, limit: 5 })).items).toMatchObject([
        { pin: ids[2], note: "mine" },
      ]);
    });

    test("a deleted pin is on no board, and back on all when it is restored", async () => {
      const id = await board();
      await boards.save(id, ids.slice(0, 2), { by });
      await boards.patch(id, { cover: ids[1] });
      await opened.pins.remove([ids[1]]);
      expect(await boards.read(id)).toMatchObject({ pins: 1, cover: ids[0] });
      await opened.pins.restore([ids[1]]);
      expect(await boards.read(id)).toMatchObject({ pins: 2, cover: ids[1] });
    });

    test("any reordering is the one a list would give", async () => {
      const id = await board();
      await boards.save(id, ids, { by });
      const move = fc.tuple(
        fc.integer({ min: 0, max: 4 }),
        fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 30 }), async (moves) => {
          const { items } = await boards.saves(id, { limit: 10 });
          let model = items.map(({ pin }) => pin);
          for (const [what, target] of moves) {
            const before = target === null ? null : ids[target];
            await boards.patchSave(id, ids[what], { before });
            if (before === ids[what]) continue;
            model = model.filter((pin) => pin !== ids[what]);
            model.splice(before === null ? model.length : model.indexOf(before), 0, ids[what]);
          }
          expect((await boards.saves(id, { limit: 10 })).items.map(({ pin }) => pin)).toEqual(model);
        }),
        { numRuns: 20, seed: 5 },
      );
    });

    test("the same two pins may change places a thousand times", async () => {
      const id = await board();
      await boards.save(id, ids.slice(0, 3), { by });
      for (let turn = 0; turn < 500; turn++) {
        await boards.patchSave(id, ids[2], { before: ids[1] });
        await boards.patchSave(id, ids[1], { before: ids[2] });
      }
      expect(await order(id)).toBe("abc");
    });

    test("pages of a board neither repeat nor skip", async () => {
      const id = await board();
      await boards.save(id, ids, { by });
      const first = await boards.saves(id, { limit: 2 });
      await boards.unsave(id, [ids[0]]);
      const rest = await boards.saves(id, { limit: 9, cursor: first.cursor ?? "" });
      expect([...first.items, ...rest.items].map(({ pin }) => pin)).toEqual(ids);
      await expect(boards.saves(id, { limit: 2, cursor: "nonsense" })).rejects.toMatchObject({
        code: "BAD_CURSOR",
      });
    });

    test("sections have an order; a removed one leaves its pins on the board and takes them back", async () => {
      const id = await board();
      await boards.save(id, ids, { by });
      const [one, two] = [await boards.addSection(id, "One"), await boards.addSection(id, "Two")];
      await boards.patchSave(id, ids[0], { section: one.id });
      await boards.patchSection(id, two.id, { before: one.id, name: "Zwei" });
      const names = async () =>
        (await boards.read(id))?.sections.map((section) => `${section.name} ${section.pins}`);
      expect(await names()).toEqual(["Zwei 0", "One 1"]);
      await boards.removeSection(id, one.id);
      expect(await names()).toEqual(["Zwei 0"]);
      expect(await order(id, null)).toBe("abcde");
      await boards.restoreSection(id, one.id);
      expect(await order(id, one.id)).toBe("a");
      expect(await order(id, null)).toBe("bcde");
      await expect(boards.addSection(id, "zwei")).rejects.toMatchObject({ code: "NAME_TAKEN" });
      await expect(boards.patchSave(id, ids[0], { section: "nowhere" })).rejects.toMatchObject({
        code: "SECTION_NOT_FOUND",
      });
    });

    test("moving takes off, copying does not; notes come along", async () => {
      const [from, to] = [await board("From"), await board("To")];
      await boards.save(from, ids.slice(0, 3), { by, note: "n" });
      expect(await boards.transfer(from, to, [ids[0], ids[4]], { by }, false)).toEqual([ids[0]]);
      await boards.transfer(from, to, ids.slice(1, 3), { by }, true);
      expect([await order(from), await order(to)]).toEqual(["bc", "bca"]);
      expect((await boards.saves(to, { limit: 1 })).items[0].note).toBe("n");
      expect(await boards.holding(ids[1], [from, to])).toHaveLength(2);
    });

    test("merging is undone by restoring: what only came by it goes again", async () => {
      const [from, to] = [await board("From"), await board("To")];
      await boards.save(from, ids.slice(0, 3), { by });
      await boards.save(to, ids.slice(2, 4), { by });
      expect(await boards.merge(from, to)).toBe(2);
      expect(await order(to)).toBe("abcd");
      expect(await boards.read(from)).toBeNull();
      expect((await boards.restore(from)).pins).toBe(3);
      expect(await order(to)).toBe("cd");
      await expect(boards.merge(to, to)).rejects.toMatchObject({ code: "BAD_INPUT" });
    });

    test("removed and archived boards are out of sight and come back; a stale change is refused", async () => {
      const id = await board();
      await boards.remove(id);
      expect(await boards.read(id)).toBeNull();
      expect(await boards.ownerOfRemoved(id)).toBe(by);
      await expect(boards.save(id, ids, { by })).rejects.toMatchObject({ code: "BOARD_NOT_FOUND" });
      const namesake = await board();
      await expect(boards.restore(id)).rejects.toMatchObject({ code: "NAME_TAKEN" });
      await boards.patch(namesake, { name: "Other", archived: true }, 1);
      await expect(boards.patch(namesake, { name: "Late" }, 1)).rejects.toMatchObject({
        code: "VERSION_CONFLICT",
      });
      await boards.restore(id);
      const names = async (archived: boolean) =>
        (await boards.list({ owner: by, archived, limit: 9 })).items.map((each) => each.name);
      expect([await names(false), await names(true)]).toEqual([["Blue"], ["Other"]]);
    });

    test("lists: sorted, paged, arranged, and only what one may see", async () => {
      for (const [i, called] of ["Beta", "alpha", "Gamma"].entries()) {
        const id = await board(called);
        await boards.save(id, ids.slice(0, (i * 2) % 5), { by });
        opened.advance(1000);
      }
      const secret = await board("Secret", "person:bob");
      const shown = await boards.create({ owner: "person:bob", name: "Shown", privacy: "public" });
      const names = async (query: Partial<Parameters<BoardStore["list"]>[0]>) =>
        (await boards.list({ limit: 20, ...query })).items.map((each) => each.name);
      expect(await names({ owner: by, sort: "name" })).toEqual(["alpha", "Beta", "Gamma"]);
      expect(await names({ owner: by, sort: "largest" })).toEqual(["Gamma", "alpha", "Beta"]);
      expect(await names({ owner: by })).toEqual(["Gamma", "alpha", "Beta"]);
      expect(await names({ visibleTo: by, sort: "name" })).toEqual(["alpha", "Beta", "Gamma", "Shown"]);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await boards.list({ visibleTo: by, sort: "name", limit: 1, ...(cursor && { cursor }) });
        paged.push(...page.items.map((each) => each.name));
        cursor = page.cursor ?? undefined;
      } while (cursor);
      expect(paged).toEqual(["alpha", "Beta", "Gamma", "Shown"]);
      const { items } = await boards.list({ owner: by, sort: "name", limit: 9 });
      await boards.arrange(by, [items[2].id, items[1].id, secret, shown.id]);
      expect(await names({ owner: by, sort: "arranged" })).toEqual(["Gamma", "Beta", "alpha"]);
    });

    test("names that come with pictures are cut and cleaned, never a reason to leave a picture out", async () => {
      const named = async (board: string) => (await opened.pins.admit(draftOf(board, { board }))).pin.boards;
      expect(await named("x".repeat(150))).toEqual(["x".repeat(100)]);
      expect(await named(" Blue\u202e\n room ")).toEqual(["Blue room"]);
      expect(await named(" \u200b ")).toEqual([]);
    });

    test("a catalogue knows public boards by their names", async () => {
      const id = await board("Mine");
      await boards.save(id, [ids[0]], { by });
      const read = async () => (await opened.pins.read([ids[0]]))[0].boards;
      expect(await read()).toEqual([]);
      expect(await opened.pins.count({ boards: ["Mine"] })).toBe(0);
      expect(await opened.pins.count({ boards: [id] })).toBe(0);
      await boards.patch(id, { privacy: "link" });
      expect(await read()).toEqual([]);
      expect(await opened.pins.count({ boards: [id] })).toBe(1);
      await boards.patch(id, { privacy: "public" });
      expect(await read()).toEqual(["Mine"]);
      expect(await opened.pins.count({ boards: ["mine"] })).toBe(1);
      await opened.pins.patch(ids[0], { boards: ["Theirs"] });
      expect((await read()).toSorted()).toEqual(["Mine", "Theirs"]);
      await opened.pins.admit(draftOf("b", { board: "Theirs", owner: "key:1" }));
      expect(await opened.pins.boards()).toEqual([
        { name: "Theirs", pins: 2 },
        { name: "Mine", pins: 1 },
      ]);
    });
  });
}
