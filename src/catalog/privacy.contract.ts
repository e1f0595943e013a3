/** What every store does with a person as a whole: merging loses nothing and doubles nothing, erasing leaves nothing. */
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { BoardStore } from "../core/boards.ts";
import type { OpinionStore } from "../core/opinions.ts";
import { ownerOfPerson, type PeopleStore, type PrivacyStore } from "../core/people.ts";
import type { PinStore, RequestStore } from "../core/ports.ts";
import type { SearchStore } from "../core/searches.ts";
import { draftOf } from "./pins.contract.ts";

interface Opened {
  readonly people: PeopleStore;
  readonly privacy: PrivacyStore;
  readonly boards: BoardStore;
  readonly opinions: OpinionStore;
  readonly pins: PinStore;
  readonly requests: RequestStore;
  readonly searches: SearchStore;
  /** Everything that is kept, as one text. */
  readonly everything: () => Promise<string>;
}

const pinNames = ["a", "b", "c", "d"];

export function privacyStoreContract(name: string, open: () => Opened): void {
  describe(`${name} and a person as a whole`, () => {
    let opened: Opened;
    let ids: string[];
    beforeEach(async () => {
      opened = open();
      const admitted = await opened.pins.admitMany(pinNames.map((pin) => draftOf(pin)));
      ids = admitted.map(({ pin }) => pin.id);
    });
    const account = async (called: string) =>
      (await opened.people.create({ name: called, email: `${called}@example.org`, role: "viewer" })).id;
    const boardsOf = async (owner: string) => {
      const { items } = await opened.boards.list({ owner, limit: 100 });
      return new Map(
        await Promise.all(
          items.map(async (board) => {
            const { items: saves } = await opened.boards.saves(board.id, { limit: 100 });
            return [board.name, saves.map(({ pin }) => pin)] as const;
          }),
        ),
      );
    };

    const act = fc.record({
      anonymous: fc.boolean(),
      board: fc.constantFrom("Blue", "blue", "Red", "Green"),
      pins: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
      hide: fc.integer({ min: 0, max: 3 }),
      follow: fc.constantFrom("x", "y", "z"),
    });

    test("merging keeps the union of both, once each", async () => {
      let turn = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
          const into = await account(`ada${++turn}`);
          const from = (await opened.people.createAnonymous(true)).id;
          const expected = new Map<string, Set<string>>();
          const said = { hides: new Set<string>(), follows: new Set<string>() };
          for (const { anonymous, board, pins, hide, follow } of acts) {
            const owner = ownerOfPerson(anonymous ? from : into);
            const { items } = await opened.boards.list({ owner, limit: 100 });
            const known = items.find((each) => each.name.toLowerCase() === board.toLowerCase());
            const { id } = known ?? (await opened.boards.create({ owner, name: board }));
            const chosen = [...new Set(pins.map((pin) => ids[pin]))];
            await opened.boards.save(id, chosen, { by: owner });
            const union = expected.get(board.toLowerCase()) ?? new Set();
            expected.set(board.toLowerCase(), new Set([...union, ...chosen]));
            await opened.opinions.hide(owner, ids[hide], "hide");
            await opened.opinions.follow(owner, "board", follow);
            await opened.searches.remember(owner, follow);
            await opened.searches.save(owner, { name: follow, words: follow, filter: {} });
            said.hides.add(ids[hide]);
            said.follows.add(follow);
          }
          await opened.privacy.merge(from, into);
          const merged = await boardsOf(ownerOfPerson(into));
          expect(merged.size).toBe(expected.size);
          for (const [board, pins] of merged) {
            expect(pins.toSorted()).toEqual([...(expected.get(board.toLowerCase()) ?? [])].toSorted());
          }
          const owner = ownerOfPerson(into);
          const hidden = (await opened.opinions.hidden(owner, { limit: 100 })).items;
          expect(hidden.map(({ pin }) => pin).toSorted()).toEqual([...said.hides].toSorted());
          const follows = await opened.opinions.following(owner);
          expect(follows.map(({ subject }) => subject).toSorted()).toEqual([...said.follows].toSorted());
          const past = (await opened.searches.recent(owner, 100)).map(({ words }) => words);
          expect(past.toSorted()).toEqual([...said.follows].toSorted());
          const saved = (await opened.searches.list(owner)).map(({ words }) => words);
          expect(saved.toSorted()).toEqual([...said.follows].toSorted());
          expect(await boardsOf(ownerOfPerson(from))).toEqual(new Map());
          expect(await opened.people.read(from)).toBeNull();
          expect(await opened.privacy.profilesOf(into)).toEqual([into, from]);
        }),
        { numRuns: 25, seed: 11 },
      );
    });

    test("signing up keeps the same person; an account is merged into nobody", async () => {
      const from = (await opened.people.createAnonymous(false)).id;
      const board = await opened.boards.create({ owner: ownerOfPerson(from), name: "Blue" });
      const given = {
        name: "Ada",
        email: "ada@example.org",
        role: "viewer" as const,
        password: "three calm words",
      };
      const ada = await opened.people.signUp(from, given);
      expect(ada).toMatchObject({ id: from, anonymous: false, history: false, name: "Ada" });
      expect((await opened.boards.read(board.id))?.owner).toBe(ownerOfPerson(ada.id));
      await expect(opened.people.signUp(from, given)).rejects.toMatchObject({ code: "ALREADY_SIGNED_UP" });
      const bob = await account("bob");
      await expect(opened.privacy.merge(ada.id, bob)).rejects.toMatchObject({ code: "BAD_INPUT" });
      expect(await opened.people.checkPassword("ADA@example.org", "three calm words")).toMatchObject({
        id: from,
      });
      await expect(opened.people.checkPassword("ada@example.org", "other words")).rejects.toMatchObject({
        code: "BAD_SIGN_IN",
      });
      await expect(opened.people.checkPassword("nobody@example.org", "other words")).rejects.toMatchObject({
        code: "BAD_SIGN_IN",
      });
    });

    test("what is handed out is everything, without secrets; what is forgotten leaves nothing", async () => {
      const ada = await account("ada-lovelace");
      const before = (await opened.people.createAnonymous(true)).id;
      await opened.privacy.merge(before, ada);
      const owner = ownerOfPerson(ada);
      const session = await opened.people.openSession(ada, "Firefox on Linux");
      const mine = await opened.boards.create({ owner, name: "My blue things", description: "for aunt Eve" });
      const section = await opened.boards.addSection(mine.id, "The good ones");
      await opened.boards.save(mine.id, [ids[0]], { by: owner, note: "a note of mine", section: section.id });
      await opened.opinions.hide(owner, ids[1], "taste");
      await opened.opinions.report(owner, ids[2], "other", "my own words");
      await opened.opinions.follow(owner, "person", "someone");
      const { pin } = await opened.pins.admit(draftOf("mine", { owner }));
      await opened.searches.remember(owner, "a gift for my sister");
      const kept = { name: "For her", words: "pearl earrings", filter: {} };
      const { id: search } = await opened.searches.save(owner, kept);
      await opened.searches.notice([{ search, seq: pin.seq }], { revision: 1, seq: 1 });
      const bob = await account("bob");
      const shared = await opened.boards.create({ owner: ownerOfPerson(bob), name: "Shared" });
      await opened.boards.addCollaborator(shared.id, ada);
      await opened.boards.save(shared.id, [ids[0]], { by: owner, note: "hello Bob" });
      await opened.opinions.follow(ownerOfPerson(bob), "person", ada);
      await opened.requests.audit({
        who: owner,
        what: "boards.create",
        subject: ada,
        detail: "ada-lovelace",
      });
      await opened.requests.remember("k", owner, { request: "r", status: 200, body: "ada-lovelace" });

      const archive = JSON.stringify(await opened.privacy.archive(ada));
      for (const said of [
        "ada-lovelace@example.org",
        "for aunt Eve",
        "The good ones",
        "a note of mine",
        "taste",
      ]) {
        expect(archive).toContain(said);
      }
      for (const said of ["a gift for my sister", "pearl earrings"]) expect(archive).toContain(said);
      for (const said of ["my own words", "Firefox on Linux", pin.id]) expect(archive).toContain(said);
      expect(archive).not.toContain(session);
      expect(archive).not.toContain("hash");

      expect(await opened.privacy.erase(ada)).toMatchObject({
        boards: 1,
        saves: 1,
        hides: 1,
        reports: 1,
        pictures: 1,
        pastSearches: 1,
        savedSearches: 1,
      });
      const left = await opened.everything();
      const gone = [
        ada,
        before,
        "ada-lovelace",
        "aunt Eve",
        "My blue",
        "good ones",
        "of mine",
        "own words",
        "hello Bob",
        "my sister",
        "pearl",
      ];
      for (const said of gone) expect(left).not.toContain(said);
      expect(await opened.people.personOfSession(session)).toBeNull();
      expect(await opened.boards.read(shared.id)).toMatchObject({ collaborators: [], pins: 1 });
      expect((await opened.pins.read([pin.id]))[0].owner).toBe("erased");
      await expect(opened.privacy.erase(ada)).rejects.toMatchObject({ code: "PERSON_NOT_FOUND" });
    });

    test("an anonymous person is unreachable once their session has ended and they show nothing", async () => {
      const [here, gone, shown] = [
        await opened.people.createAnonymous(true),
        await opened.people.createAnonymous(true),
        await opened.people.createAnonymous(true),
      ];
      await account("ada");
      const sessions = [];
      for (const { id } of [here, gone, shown]) sessions.push(await opened.people.openSession(id, ""));
      await opened.boards.create({ owner: ownerOfPerson(gone.id), name: "Private" });
      await opened.boards.create({ owner: ownerOfPerson(shown.id), name: "Public", privacy: "public" });
      expect(await opened.privacy.unreachable()).toEqual([]);
      for (const session of sessions.slice(1)) await opened.people.endSession(session);
      expect(await opened.privacy.unreachable()).toEqual([gone.id]);
    });

    test("their pictures go too when it is asked", async () => {
      const ada = await account("ada");
      const { pin } = await opened.pins.admit(draftOf("mine", { owner: ownerOfPerson(ada) }));
      await opened.privacy.erase(ada, { pictures: true });
      expect(await opened.pins.read([pin.id])).toEqual([]);
    });
  });
}
