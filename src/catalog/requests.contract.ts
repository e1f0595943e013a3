/** What every RequestStore keeps, whatever it is made of. */
import { beforeEach, describe, expect, test } from "vitest";
import type { RequestStore } from "../core/ports.ts";

/** @param open a fresh store whose time moves only when told. */
export function requestStoreContract(
  name: string,
  open: () => { requests: RequestStore; advance: (milliseconds: number) => void },
): void {
  describe(`${name} as a request store`, () => {
    let requests: RequestStore;
    let advance: (milliseconds: number) => void;
    beforeEach(() => {
      ({ requests, advance } = open());
    });

    test("an answer is remembered for a day, for who asked", async () => {
      await requests.remember("k", "me", { request: "r", status: 201, body: "{}" });
      expect(await requests.remembered("k", "me")).toEqual({ request: "r", status: 201, body: "{}" });
      expect(await requests.remembered("k", "you")).toBeNull();
      advance(86_400_001);
      expect(await requests.remembered("k", "me")).toBeNull();
    });

    test("the trail is read from its end in pages that neither repeat nor skip", async () => {
      for (let i = 0; i < 5; i++) {
        await requests.audit({ who: "me", what: "pins.remove", subject: `pin ${i}`, detail: "" });
      }
      const seen: string[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page = await requests.listAudit({ limit: 2, ...(cursor !== undefined && { cursor }) });
        seen.push(...page.items.map(({ subject }) => subject));
        cursor = page.cursor;
        await requests.audit({ who: "you", what: "pins.remove", subject: "meanwhile", detail: "" });
      }
      expect(seen).toEqual(["pin 4", "pin 3", "pin 2", "pin 1", "pin 0"]);
      await expect(requests.listAudit({ limit: 2, cursor: "x" })).rejects.toMatchObject({
        code: "BAD_CURSOR",
      });
    });
  });
}
