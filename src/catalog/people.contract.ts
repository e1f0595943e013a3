/** What every PeopleStore keeps, whatever it is made of. */
import { beforeEach, describe, expect, test } from "vitest";
import type { PeopleStore } from "../core/people.ts";

const hour = 3_600_000;

/** @param open a fresh store whose sessions last a day without use, and whose time moves only when told. */
export function peopleStoreContract(
  name: string,
  open: () => { people: PeopleStore; advance: (milliseconds: number) => void },
): void {
  describe(`${name} as a people store`, () => {
    let people: PeopleStore;
    let advance: (milliseconds: number) => void;
    beforeEach(() => {
      ({ people, advance } = open());
    });
    const ada = () => people.create({ name: "Ada", email: "ada@example.com", role: "admin" });

    test("keeps people; an address belongs to one of them", async () => {
      const person = await ada();
      await expect(
        people.create({ name: "B", email: "ADA@example.com", role: "viewer" }),
      ).rejects.toMatchObject({ code: "NAME_TAKEN" });
      const bea = await people.create({ name: "Bea", email: "bea@example.com", role: "viewer" });
      expect(await people.list()).toHaveLength(2);
      expect(await people.patch(bea.id, { role: "analyst" })).toMatchObject({ name: "Bea", role: "analyst" });
      await expect(people.patch(bea.id, { email: person.email })).rejects.toMatchObject({
        code: "NAME_TAKEN",
      });
      expect(await people.read("nobody")).toBeNull();
      await expect(people.patch("nobody", {})).rejects.toMatchObject({ code: "PERSON_NOT_FOUND" });
    });

    test("a link signs in once, and only while it is valid", async () => {
      const person = await ada();
      const secret = await people.createSignInLink(person.id, 1000);
      expect((await people.redeemSignInLink(secret)).person).toEqual(person);
      await expect(people.redeemSignInLink(secret)).rejects.toMatchObject({ code: "BAD_SIGN_IN" });
      const late = await people.createSignInLink(person.id, 1000);
      advance(1001);
      await expect(people.redeemSignInLink(late)).rejects.toMatchObject({ code: "BAD_SIGN_IN" });
      await expect(people.createSignInLink("nobody", 1000)).rejects.toMatchObject({
        code: "PERSON_NOT_FOUND",
      });
    });

    test("a session lives while it is used, and ends by itself or by hand", async () => {
      const person = await ada();
      const signIn = async () =>
        (await people.redeemSignInLink(await people.createSignInLink(person.id, 1000))).session;
      const session = await signIn();
      for (const pause of [20 * hour, 20 * hour]) {
        advance(pause);
        expect(await people.personOfSession(session)).toEqual(person);
      }
      advance(25 * hour);
      expect(await people.personOfSession(session)).toBeNull();

      const ended = await signIn();
      await people.endSession(ended);
      expect(await people.personOfSession(ended)).toBeNull();
    });

    test("keys open by their secret until revoked, and the secret is not kept", async () => {
      const { key, secret } = await people.createKey({ name: "shop", role: "member", createdBy: "x" });
      expect(await people.keyOfSecret(secret)).toMatchObject({ id: key.id, role: "member" });
      expect(await people.keyOfSecret(`${secret}x`)).toBeNull();
      expect(JSON.stringify(await people.listKeys())).not.toContain(secret);
      await people.revokeKey(key.id);
      expect(await people.keyOfSecret(secret)).toBeNull();
      await expect(people.revokeKey("none")).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
    });
  });
}
