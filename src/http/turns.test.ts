import { expect, test } from "vitest";
import { turns } from "./turns.ts";

test("each has a turn of its own, in the order of asking, and others are served between", async () => {
  const turn = turns();
  const seen: string[] = [];
  const other = (): void => {
    seen.push("other");
    if (seen.length < 8) setImmediate(other);
  };
  const asked = ["a", "b", "c"].map((name) => turn().then(() => seen.push(name)));
  setImmediate(other);
  await Promise.all(asked);
  expect(seen.filter((name) => name !== "other")).toEqual(["a", "b", "c"]);
  expect(seen.slice(seen.indexOf("a"), seen.indexOf("b"))).toContain("other");
  expect(seen.slice(seen.indexOf("b"), seen.indexOf("c"))).toContain("other");
  await turn().then(() => seen.push("later"));
  expect(seen.at(-1)).toBe("later");
});
