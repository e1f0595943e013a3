import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { numberColumn, numbersOf, textColumn, textsOf } from "../../core/columns.ts";
import { columnFile } from "./column-file.ts";

let folder: string;
const path = (): string => join(folder, "kept", "some.columns");
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-columns-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const texts = ["", "two\nlines", "日本", ...Array.from({ length: 5000 }, (_, i) => `word ${i}`)];
const numbers = Uint32Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 2654435761) >>> 0);

test("columns come back as they were, with what was said of them", async () => {
  await columnFile(path()).write({ of: "a model", mark: 7 }, [
    textColumn("texts", texts),
    numberColumn("bytes", [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)]),
    numberColumn("numbers", [numbers.subarray(0, 3), numbers.subarray(3)]),
    numberColumn("nothing", []),
  ]);
  const saved = await columnFile(path()).read();
  if (!saved) throw new Error("nothing was saved");
  expect(saved.header).toEqual({ of: "a model", mark: 7 });
  expect(textsOf(saved, "texts")).toEqual(texts);
  expect([...numbersOf(saved, "bytes", Uint8Array)]).toEqual([1, 2, 3, 4, 5]);
  expect(numbersOf(saved, "numbers", Uint32Array)).toEqual(numbers);
  expect(numbersOf(saved, "nothing", Float32Array)).toHaveLength(0);
  expect(() => saved.bytes("other")).toThrow(expect.objectContaining({ code: "DATA_CORRUPT" }));
  expect(readdirSync(join(folder, "kept"))).toEqual(["some.columns"]);
});

test("there is nothing before the first time, and nothing after it was cleared", async () => {
  const file = columnFile(path());
  expect(await file.read()).toBeNull();
  await file.write({}, []);
  expect(await file.read()).not.toBeNull();
  await file.clear();
  expect(await file.read()).toBeNull();
});

test("a damaged file is never believed", async () => {
  const file = columnFile(path());
  await file.write({}, [numberColumn("numbers", [numbers.subarray(0, 1000)])]);
  const whole = readFileSync(path());
  for (const at of [0, 1, 2000, whole.length - 30, whole.length - 8, whole.length - 5, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] ^= 1;
    writeFileSync(path(), damaged);
    await expect(file.read(), `byte ${at}`).rejects.toMatchObject({ code: "DATA_CORRUPT" });
  }
  for (const length of [0, 7, 8, 100, whole.length - 1]) {
    writeFileSync(path(), whole.subarray(0, length));
    await expect(file.read(), `${length} bytes`).rejects.toMatchObject({ code: "DATA_CORRUPT" });
  }
});

test("a column that cannot be made leaves what was there", async () => {
  const file = columnFile(path());
  await file.write({ of: "before" }, [numberColumn("numbers", [numbers.subarray(0, 10)])]);
  const fails = {
    *[Symbol.iterator](): Generator<Uint32Array> {
      yield numbers;
      throw new Error("no more");
    },
  };
  await expect(file.write({ of: "after" }, [numberColumn("numbers", fails)])).rejects.toThrow();
  expect((await file.read())?.header).toEqual({ of: "before" });
  expect(readdirSync(join(folder, "kept"))).toEqual(["some.columns"]);
});

test("whatever moment the writer is killed at, one whole file is there", async () => {
  const module = join(import.meta.dirname, "column-file.ts");
  const program = `
    const { columnFile } = await import(${JSON.stringify(module)});
    for (let round = 1; ; round++) {
      const pieces = Array.from({ length: 40 }, () => new Uint8Array(50_000).fill(round));
      await columnFile(${JSON.stringify(path())}).write({ round }, [{ name: "bytes", pieces }]);
      console.log(round);
    }`;
  for (const rounds of [1, 2, 3]) {
    const writer = spawn(process.execPath, ["--input-type=module", "--eval", program]);
    for await (const line of createInterface({ input: writer.stdout })) if (Number(line) >= rounds) break;
    writer.kill("SIGKILL");
    await new Promise((resolve) => writer.once("close", resolve));
    const saved = await columnFile(path()).read();
    const round = Number(saved?.header.round);
    expect(round).toBeGreaterThanOrEqual(rounds);
    expect(saved?.bytes("bytes").every((byte) => byte === round % 256)).toBe(true);
  }
});
