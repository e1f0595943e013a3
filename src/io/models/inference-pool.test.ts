/** Model processes that are killed, hang, are replaced, or hold a model of one's own: real ones. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { tinyClasses, tinyDimensions, writeTinyModel } from "../../../test/tiny-models.ts";
import { parseSettings } from "../../core/settings.ts";
import { builtinModel } from "../../vision/vision.ts";
import { onBestDevice } from "./device.ts";
import { type InferencePool, openInferencePool } from "./inference-pool.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-pool-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let pool: InferencePool;
const open = async (settings: Record<string, unknown>): Promise<void> => {
  pool = await openInferencePool(parseSettings({ "vision.processes": 1, ...settings }), { cache: root });
};
afterEach(() => pool.close());

const picture = { path: "samples/home/pictures/vase-001-a.webp" };
/** A pipe that nobody writes to: whoever reads it waits for ever. */
const endless = { path: join(root, "endless") };
spawnSync("mkfifo", [endless.path]);

describe("a model process", () => {
  test("killed again and again on one picture, that picture is refused and the next is understood", async () => {
    await open({});
    const killing = setInterval(() => {
      for (const pid of pool.pids) process.kill(pid, "SIGKILL");
    }, 5);
    await expect(pool.understand(endless)).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
    clearInterval(killing);
    expect((await pool.understand(picture)).embedding).toHaveLength(256);
  });

  test("that hangs is stopped, and the picture refused with the bound", async () => {
    await open({ "ingest.seconds": 1 });
    await expect(pool.understand(endless)).rejects.toMatchObject({
      code: "PICTURE_TOO_SLOW",
      details: { seconds: 1 },
    });
    expect((await pool.understand(picture)).objects.length).toBeGreaterThan(0);
  });

  test("is replaced after as many pictures as the setting says, and nobody notices", async () => {
    await open({ "vision.recycleAfter": 2 });
    const seen = new Set<number>();
    for (let i = 0; i < 5; i++) {
      await pool.understand(picture);
      for (const pid of pool.pids) seen.add(pid);
    }
    expect(seen.size).toBeGreaterThanOrEqual(2);
  });

  test("answers whoever waits before what can be done later", async () => {
    await open({});
    const order: string[] = [];
    const imports = Array.from({ length: 4 }, async (_, i) => {
      await pool.understand(picture, "later");
      order.push(`import ${i}`);
    });
    const query = pool.look(picture, { x: 0.1, y: 0.1, w: 0.5, h: 0.5 }).then(() => order.push("query"));
    await Promise.all([...imports, query]);
    expect(order.indexOf("query")).toBeLessThanOrEqual(1);
  });

  test("with a background pool gives way to the others", async () => {
    pool = await openInferencePool(parseSettings({ "vision.processes": 1 }), {
      cache: root,
      background: true,
    });
    expect((await pool.understand(picture)).model).toBe(builtinModel);
  });
});

describe("models of one's own", () => {
  const clip = writeTinyModel(join(root, "my-clip"), "clip");
  const detr = writeTinyModel(join(root, "my-detr"), "detr");

  test("give embeddings, words and boxes; kinds are named as ever", async () => {
    await open({ "vision.model": clip, "vision.detector": detr });
    expect(pool.model).toMatch(/^my-clip@[0-9a-f]{8}\+my-detr@[0-9a-f]{8}$/);
    expect(pool.dimensions).toBe(tinyDimensions);
    const { model, embedding, kind, objects } = await pool.understand(picture);
    expect(model).toBe(pool.model);
    expect(embedding).toHaveLength(tinyDimensions);
    expect(kind.name).not.toBe("");
    for (const object of objects) expect(object.embedding).toHaveLength(tinyDimensions);
    for (const { className } of await pool.detect(picture)) expect(tinyClasses).toContain(className);
    const [vector] = (await pool.embedText?.(["a vase"])) ?? [];
    expect(vector).toHaveLength(tinyDimensions);
  });

  test("the built-in model with another detector is another model", async () => {
    await open({ "vision.detector": detr });
    expect(pool.model).toContain(`${builtinModel}+my-detr@`);
    expect(pool.embedText).toBeNull();
    expect((await pool.understand(picture)).embedding).toHaveLength(256);
  });

  test("that cannot be opened are refused before anything is asked", async () => {
    writeFileSync(join(root, "note.txt"), "");
    await open({});
    const wrong = parseSettings({ "vision.model": join(root, "nothing-here") });
    await expect(openInferencePool(wrong, { cache: root })).rejects.toMatchObject({ code: "MODEL_UNUSABLE" });
  });
});

describe("CUDA", () => {
  const failing = async (device: string): Promise<string> => {
    if (device === "cuda") throw new Error("no CUDA library");
    return device;
  };
  test.each([
    ["off", true, "cpu"],
    ["auto", false, "cpu"],
    ["auto", true, "cuda"],
    ["on", false, "cuda"],
  ])("%s with a card there: %s is tried on %s", async (wanted, hasGpu, device) => {
    expect(
      await onBestDevice(
        wanted,
        async (tried) => tried,
        () => hasGpu,
      ),
    ).toBe(device);
  });
  test("auto falls back on the processor, on refuses", async () => {
    expect(await onBestDevice("auto", failing, () => true)).toBe("cpu");
    await expect(onBestDevice("on", failing)).rejects.toMatchObject({ code: "MODEL_UNUSABLE" });
  });
  test("a card without the libraries: the built-in models answer all the same", async () => {
    await open({ "vision.cuda": "on" });
    const answer = await pool.understand(picture).catch((error: { code: string }) => error.code);
    expect(typeof answer === "object" || answer === "MODEL_UNUSABLE").toBe(true);
  });
});
