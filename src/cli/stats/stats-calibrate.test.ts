import { afterEach, expect, test, vi } from "vitest";
import { run } from "../main.ts";

afterEach(() => vi.restoreAllMocks());

async function spoken(...line: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: "", error: "" };
  const hear = (to: "out" | "error") => (text: string | Uint8Array) => {
    said[to] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(hear("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(hear("error"));
  const code = await run(["stats", "calibrate", ...line]);
  return { code, ...said };
}

test("measures rows in threads, prints a table and exits with 0", async () => {
  const { code, out } = await spoken("--quick", "--only", "decision-no,invariance-swap", "--workers", "2");
  expect(code).toBe(0);
  expect(out).toMatch(/inside +decision-no-effect +≤ 5 % +\d\.\d\d % +≤ \d/);
  expect(out).toContain("2 of 2 rows inside");
});

test("prints JSON whose rows have a band, a verdict and their repetitions", async () => {
  const { code, out } = await spoken("--quick", "--only", "margin-non", "--json");
  expect(code).toBe(0);
  const { quick, outside, rows } = JSON.parse(out);
  expect([quick, outside]).toEqual([true, 0]);
  expect(rows.map((row: { id: string }) => row.id)).toEqual([
    "margin-non-inferiority",
    "margin-non-inferiority-down",
  ]);
  const [{ family, measured, nominal, band, verdict, repetitions, seconds }] = rows;
  expect(family).toBe("margin");
  expect(nominal).toBe(0.05);
  expect(band[0]).toBeLessThan(measured);
  expect(band[1]).toBeGreaterThan(measured);
  expect(verdict).toBe("inside");
  expect(repetitions).toBe(10_000);
  expect(seconds).toBeGreaterThan(0);
});

test.each([
  [["--only", "nothing"], "BAD_INPUT"],
  [["--quick", "--write", "page.md"], "BAD_INPUT"],
  [["--workers", "none"], "OUT_OF_RANGE"],
])("%s is refused", async (line, code) => {
  const said = await spoken(...line);
  expect(said.code).toBe(2);
  expect(said.error).toContain(code);
});
