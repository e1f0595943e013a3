import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../core/random.ts";
import { compileDotProducts, laneBlock, queryScale, rowBlock, storedScale } from "./dot-products.ts";
import { dot, unit } from "./vectors.ts";

test("agrees with the plain sum on the same half floats, whatever rows are listed", () => {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const dots = compileDotProducts(memory);
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 5 }),
      (seed, w, b) => {
        const random = seededRandom(seed);
        const width = w * laneBlock;
        const vectors = Array.from({ length: 40 }, () =>
          unit(Float32Array.from({ length: width }, () => random.normal())),
        );
        const query = unit(Float32Array.from({ length: width }, () => random.normal()));
        const [listAt, outAt, rowsAt] = [4096, 8192, 65536];
        const half = new Float16Array(memory.buffer, rowsAt, 40 * width);
        vectors.forEach((vector, row) => {
          half.set(
            vector.map((x) => x * storedScale),
            row * width,
          );
        });
        new Float32Array(memory.buffer, 0, width).set(query.map((x) => x * queryScale));
        const rows = Uint32Array.from({ length: b * rowBlock }, () => random.integer(40));
        new Uint32Array(memory.buffer, listAt, rows.length).set(rows);
        dots(0, listAt, rows.length, outAt, rowsAt, width);
        const out = new Float32Array(memory.buffer, outAt, rows.length);
        rows.forEach((row, i) => {
          const stored = half.subarray(row * width, (row + 1) * width);
          expect(out[i]).toBeCloseTo(dot(query, stored) / storedScale, 5);
          expect(Math.abs(out[i] - dot(query, vectors[row]))).toBeLessThan(1e-3);
        });
      },
    ),
    { numRuns: 30 },
  );
});

test("no rows, nothing written", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Float32Array(memory.buffer, 1024, 1)[0] = 7;
  compileDotProducts(memory)(0, 512, 0, 1024, 2048, laneBlock);
  expect(new Float32Array(memory.buffer, 1024, 1)[0]).toBe(7);
});
