import { expect, test } from "vitest";
import type { Pin } from "../../core/nouns.ts";
import { pinWords } from "./pin-words.ts";

const pin: Pin = {
  ...{ id: "p", seq: 1, blob: "", mime: "image/png", bytes: 1, width: 1, height: 1, placeholder: "" },
  ...{ title: "Navy vase on oak", description: "", link: "", domain: "", tags: ["sage green"], price: null },
  ...{ attributes: {}, owner: "o", boards: [], sources: [], group: "p" },
  ...{ createdAt: 0, updatedAt: 0, deletedAt: null, version: 1 },
};

test("a written colour is found by what it is a kind of", () => {
  const general = pinWords(pin, null, []).texts.filter(({ place }) => place === "general");
  expect(general.map(({ text }) => text)).toEqual(expect.arrayContaining(["blue", "green", "brown"]));
  expect(general.map(({ text }) => text)).not.toContain("red");
});
