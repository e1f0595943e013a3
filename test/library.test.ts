import { expect, test, vi } from "vitest";
import { openEngine } from "../src/library.ts";

test("an older Node is told what is needed, before anything is opened", async () => {
  const { versions } = process;
  vi.stubGlobal("process", Object.create(process, { versions: { value: { ...versions, node: "20.19.6" } } }));
  try {
    const opening = openEngine({ data: "nowhere" });
    await expect(opening).rejects.toMatchObject({
      code: "NODE_TOO_OLD",
      message: "this is Node 20.19.6, and Bowerbird runs on Node 24",
      remedy: expect.stringContaining("npx bowerbird"),
    });
  } finally {
    vi.unstubAllGlobals();
  }
});
