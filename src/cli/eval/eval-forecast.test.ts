import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { evaluateForecasts } from "../../stats/series/evaluation.ts";
import { forecastTable, readSeries } from "./eval-forecast.ts";

const folder = mkdtempSync(join(tmpdir(), "bowerbird-forecast-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const history = Array.from({ length: 24 }, (_, t) => 20 + t + (t % 4));
const line = JSON.stringify({ sn: "a", period: "QUARTERLY", freq: 4, x: history, xx: [44, 46, 48, 50] });

test("series are read plain or gzipped, and every method and frequency gets a row", () => {
  const series = readSeries(file("plain.jsonl", `${line}\n\n${line}\n`));
  expect(readSeries(file("packed.jsonl.gz", gzipSync(`${line}\n${line}`)))).toEqual(series);
  const heard: number[] = [];
  const scores = evaluateForecasts(series, undefined, (done) => heard.push(done));
  expect(heard).toEqual([1, 2]);
  const automatic = scores.filter(({ method }) => method === "automatic");
  expect(automatic.map(({ group }) => group)).toEqual(["QUARTERLY", "all"]);
  expect(automatic[0].smape).toBeLessThan(6);
  expect(forecastTable(scores).split("\n")[1]).toMatch(/QUARTERLY +2 /);
});

test("a line that is no series is refused with its place", () => {
  const refused = (content: string) => () => readSeries(file("bad.jsonl", content));
  const bad = (what: string) =>
    expect.objectContaining({ code: "BAD_INPUT", details: expect.objectContaining({ what }) });
  expect(refused(`${line}\nnot json`)).toThrow(bad("line 2"));
  expect(refused('{"sn":"a","period":"YEARLY","freq":1,"x":[],"xx":[1]}')).toThrow(bad("line 1, x"));
  expect(() => readSeries(join(folder, "nowhere"))).toThrow(
    expect.objectContaining({ code: "SOURCE_NOT_FOUND" }),
  );
  expect(() => readSeries(file("torn.gz", gzipSync(line).subarray(0, 20)))).toThrow(
    expect.objectContaining({ code: "SOURCE_UNREADABLE" }),
  );
});
