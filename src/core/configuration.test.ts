import { expect, test } from "vitest";
import { configuration, type SettingsFile } from "./configuration.ts";

const fileOf = (start: Record<string, unknown>): SettingsFile & { kept(): unknown } => {
  let kept: Readonly<Record<string, unknown>> = start;
  return {
    read: () => kept,
    write: async (settings) => {
      kept = settings;
    },
    kept: () => kept,
  };
};

test("a flag wins over the environment, that over the file, that over the default", () => {
  const { settings, list } = configuration(
    fileOf({ "search.results": 10, "server.port": 1, "ingest.seconds": 5 }),
    { "search.results": "20", "server.port": "2" },
    { "search.results": "30" },
  );
  expect(settings).toMatchObject({ "search.results": 30, "server.port": 2, "ingest.seconds": 5 });
  const sources = Object.fromEntries(list().map(({ name, source }) => [name, source]));
  expect(sources).toMatchObject({
    "search.results": "flag",
    "server.port": "environment",
    "ingest.seconds": "file",
    "ingest.megabytes": "default",
  });
});

test("what is changed at once is in force, everything else waits for the next start", async () => {
  const file = fileOf({});
  const { settings, change } = configuration(file, {}, {});
  const states = await change({ "search.results": 12, "index.exactUpTo": "5" });
  const found = (name: string) => states.find((state) => state.name === name);
  expect(found("search.results")).toMatchObject({ value: 12, next: 12, source: "file" });
  expect(found("index.exactUpTo")).toMatchObject({ value: 100000, next: 5, source: "file" });
  expect(settings["search.results"]).toBe(12);
  expect(file.kept()).toEqual({ "search.results": 12, "index.exactUpTo": 5 });
  await change({ "search.results": null });
  expect(settings["search.results"]).toBe(60);
  expect(file.kept()).toEqual({ "index.exactUpTo": 5 });
});

test("one wrong value and nothing is written", async () => {
  const file = fileOf({});
  const { change } = configuration(file, {}, {});
  await expect(change({ "search.results": 12, "ingest.seconds": -1 })).rejects.toMatchObject({
    code: "BAD_SETTING",
  });
  await expect(change({ "search.result": null })).rejects.toMatchObject({ code: "UNKNOWN_SETTING" });
  expect(file.kept()).toEqual({});
});

test("what a flag holds stays while the server runs, whatever the file says", async () => {
  const { settings, change } = configuration(fileOf({}), {}, { "search.results": 30 });
  await change({ "search.results": 12 });
  expect(settings["search.results"]).toBe(30);
});
