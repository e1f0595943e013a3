/** The command line as people and programs use it: by itself, beside a running server, and wrongly. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program } from "../src/cli/main.ts";
import { bowerbird, command } from "./command-line.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-cli-"));
const data = join(root, "data");
const pictures = join(root, "pictures");
const running: ChildProcess[] = [];

const lastLine = (out: string): Record<string, never> => JSON.parse(out.trim().split("\n").at(-1) ?? "");

const start = async (): Promise<ChildProcess> => {
  const server = command("start", "--json", "--no-web", "--data", data, "--port", "0");
  running.push(server);
  if (server.stdout) await once(createInterface({ input: server.stdout }), "line");
  return server;
};
const leaves = (one: Command): Command[] => [...one.commands].flatMap((child) => [child, ...leaves(child)]);

beforeAll(() => {
  mkdirSync(pictures);
  for (const name of ["sofa-156-a", "sofa-156-b"]) {
    copyFileSync(`samples/home/pictures/${name}.webp`, join(pictures, `${name}.webp`));
  }
});
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

describe("every command", () => {
  const commands = leaves(program()).filter((one) => one.commands.length === 0 && one.name() !== "help");
  test.each(commands.map((one) => [one.name(), one] as const))("%s has help with an example", (_, one) => {
    let help = "";
    one.configureOutput({ writeOut: (part) => (help += part) });
    one.outputHelp();
    expect(one.description()).not.toBe("");
    expect(help).toMatch(/Examples?:\n {2}bowerbird /);
  });

  test.each(["start", "import", "search", "similar", "models", "reindex", "backup", "restore", "doctor"])(
    "%s speaks JSON",
    (name) => {
      const one = program().commands.find((known) => known.name() === name);
      expect(one?.options.map(({ long }) => long)).toContain("--json");
    },
  );
});

describe("wrong use is a code, a sentence and what to do", () => {
  test.each([
    [["impot", "x"], "UNKNOWN_COMMAND", /nearest is import/],
    [["import"], "BAD_COMMAND", /source/],
    [["import", "x", "--bord", "y"], "BAD_COMMAND", /--bord/],
    [["search", "nowhere.jpg"], "SOURCE_NOT_FOUND", /nowhere\.jpg/],
    [["import", "x", "--index.selective", "7"], "BAD_SETTING", /index\.selective/],
    [["import", "x", "--index.selectiv", "1"], "UNKNOWN_SETTING", /nearest is index\.selective/],
    [["models", "rollbak"], "UNKNOWN_COMMAND", /nearest is rollback/],
    [["eval", "retrival"], "UNKNOWN_COMMAND", /nearest is retrieval/],
    [["similar", "x", "--server", "example.org"], "BAD_INPUT", /--server/],
  ])("%j is %s", async (line, code, sentence) => {
    const { exit, out, said } = await bowerbird(...line, "--data", join(root, "unused"), "--json");
    expect(exit).toBe(code === "SOURCE_NOT_FOUND" ? 3 : 2);
    expect(said).toBe("");
    expect(lastLine(out).error).toMatchObject({ code, sentence: expect.stringMatching(sentence) });
    expect(out).not.toContain("    at ");
  });

  test("without --json it is said to the person", async () => {
    const { exit, out, said } = await bowerbird("serach");
    expect([exit, out]).toEqual([2, ""]);
    expect(said).toContain("UNKNOWN_COMMAND: there is no command serach; the nearest is search.");
  });
});

test("by itself: imports, says what failed, finds, and keeps a backup", async () => {
  writeFileSync(join(pictures, "bad.jpg"), "this is no picture");
  const first = await bowerbird("import", pictures, "--data", data, "--json");
  expect(first.exit).toBe(2);
  const lines = first.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.some((line) => "progress" in line)).toBe(true);
  expect(lines.at(-2).report).toMatchObject({
    progress: { created: 2, failed: 1 },
    failures: [{ file: "pictures/bad.jpg", code: "PICTURE_UNSUPPORTED" }],
  });
  expect(lines.at(-1).error.code).toBe("SOURCE_FAILED");
  expect((await bowerbird("import", pictures, "--data", data, "--allow-failures")).exit).toBe(0);

  const found = await bowerbird("search", join(pictures, "sofa-156-b.webp"), "--data", data, "--json");
  const { hits } = lastLine(found.out) as unknown as { hits: Array<{ id: string; similarity: number }> };
  expect(hits[0].similarity).toBeGreaterThan(0.95);
  expect((await bowerbird("similar", hits[0].id, "--data", data)).out).toContain("similarity");

  const backup = join(root, "backup");
  const made = await bowerbird("backup", backup, "--data", data, "--json");
  expect(lastLine(made.out)).toMatchObject({ pictures: 2 });
  expect(lastLine((await bowerbird("backup", backup, "--data", data, "--json")).out)).toMatchObject({
    pictures: 0,
  });
  const elsewhere = join(root, "elsewhere");
  const restored = await bowerbird("restore", backup, "--data", elsewhere, "--json");
  expect(lastLine(restored.out)).toEqual({ pins: 2 });
  const again = await bowerbird("similar", hits[0].id, "--data", elsewhere, "--json");
  expect(again.exit).toBe(0);

  writeFileSync(join(root, "not-a-state.sqlite"), "x".repeat(5000));
  const refused = await bowerbird("restore", join(root, "not-a-state.sqlite"), "--data", elsewhere, "--json");
  expect(lastLine(refused.out).error).toMatchObject({ code: "DATA_CORRUPT" });
  const kept = await bowerbird("doctor", "--data", elsewhere, "--json");
  expect(lastLine(kept.out)).toMatchObject({ state: "ok", pins: 2, notUnderstood: 0 });
});

test("beside a server: the same commands go through it, and what needs the folder alone is refused", async () => {
  const server = await start();
  copyFileSync("samples/home/pictures/sofa-158-a.webp", join(pictures, "sofa-158-a.webp"));
  const imported = await bowerbird("import", pictures, "--data", data, "--json", "--allow-failures");
  expect(imported.exit).toBe(0);
  expect(lastLine(imported.out).report).toMatchObject({ progress: { created: 1, duplicates: 2, failed: 1 } });
  expect(await bowerbird("import", join(root, "nothing"), "--data", data, "--json")).toMatchObject({
    exit: 3,
    out: expect.stringContaining("SOURCE_NOT_FOUND"),
  });
  const found = await bowerbird("search", join(pictures, "sofa-158-a.webp"), "--data", data, "--json");
  expect(found.exit).toBe(0);
  expect(lastLine((await bowerbird("doctor", "--data", data, "--json")).out)).toMatchObject({ pins: 3 });
  const backup = await bowerbird("backup", join(root, "live.sqlite"), "--data", data, "--json");
  expect(backup.exit).toBe(0);
  expect(readdirSync(join(data, "backups"))).toEqual([]);
  const restore = await bowerbird("restore", join(root, "live.sqlite"), "--data", data, "--json");
  expect(restore.exit).toBe(6);
  expect(lastLine(restore.out).error).toMatchObject({
    code: "DATA_LOCKED",
    sentence: expect.stringContaining(`(${server.pid})`),
  });
});

test("a server elsewhere: pictures are sent to it with their words, and it is searched", async () => {
  const server = JSON.parse(readFileSync(join(data, "server.json"), "utf8"));
  const there = ["--server", server.url, "--key", server.key, "--json"];
  const shop = join(root, "shop");
  mkdirSync(shop);
  for (const name of ["sofa-156-a", "sofa-159-b"]) {
    copyFileSync(`samples/home/pictures/${name}.webp`, join(shop, `${name}.webp`));
  }
  const rows = [
    { file: "sofa-156-a.webp" },
    { file: "sofa-159-b.webp", title: "Long sofa", board: "Shop", price: 900, maker: "Nord" },
    { file: "gone.webp" },
  ];
  writeFileSync(join(shop, "manifest.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  const sent = await bowerbird("import", shop, ...there, "--allow-failures");
  expect(sent.exit, sent.out).toBe(0);
  expect(lastLine(sent.out).report).toMatchObject({
    progress: { done: 3, created: 1, duplicates: 1, failed: 1 },
    failures: [{ file: "shop/gone.webp", code: "SOURCE_NOT_FOUND" }],
  });
  const found = await bowerbird("search", "long sofa", ...there);
  expect(lastLine(found.out).hits[0]).toMatchObject({ title: "Long sofa" });
  const refused = await bowerbird("import", shop, "--server", server.url, "--key", "wrong", "--json");
  expect(refused).toMatchObject({ exit: 5, out: expect.stringContaining('"code"') });
  const nobody = await bowerbird("import", shop, "--server", "http://127.0.0.1:9", "--json");
  expect(lastLine(nobody.out).error).toMatchObject({ code: "SERVER_UNREACHABLE" });
  const followed = await bowerbird("import", shop, "--watch", ...there);
  expect(lastLine(followed.out).error).toMatchObject({ code: "BAD_INPUT" });
});

test("a reader that stops reading ends nothing and is told nothing", async () => {
  const child = command("--help");
  child.stdout?.destroy();
  let said = "";
  child.stderr?.on("data", (piece) => {
    said += piece;
  });
  const [exit] = await once(child, "close");
  expect({ exit, said }).toEqual({ exit: 0, said: "" });
});
