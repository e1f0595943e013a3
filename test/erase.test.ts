/** `bowerbird erase`, by itself and beside a running server. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { ownerOfPerson } from "../src/core/people.ts";
import { openEngine } from "../src/engine.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-erase-"));
const start = (...line: string[]) =>
  spawn(process.execPath, ["src/cli/main.ts", ...line, "--data", data, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });

async function erase(...line: string[]) {
  const child = start("erase", ...line);
  const [out, [exit]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { exit: Number(exit), said: JSON.parse(out) };
}

afterAll(() => rmSync(data, { recursive: true, force: true }));

test("forgets a person by address or id, once", async () => {
  const engine = await openEngine({ data, environment: {} });
  const made = async (name: string) => {
    const person = await engine.people.create({ name, email: `${name}@example.org`, role: "viewer" });
    await engine.boards.create({ owner: ownerOfPerson(person.id), name: "Blue" });
    return person;
  };
  const [ada, bob] = [await made("ada"), await made("bob")];
  await engine.close();

  const first = await erase("ADA@example.org");
  expect(first).toMatchObject({ exit: 0, said: { erased: { boards: 1, saves: 0, sessions: 0 } } });
  expect(await erase(ada.id)).toMatchObject({ exit: 3, said: { error: { code: "PERSON_NOT_FOUND" } } });

  const server = start("start", "--no-web", "--port", "0");
  try {
    await once(createInterface({ input: server.stdout }), "line");
    expect(await erase(bob.id, "--pictures")).toMatchObject({ exit: 0, said: { erased: { boards: 1 } } });
    expect(await erase("bob@example.org")).toMatchObject({ exit: 3 });
  } finally {
    server.kill("SIGKILL");
    await once(server, "exit");
  }
}, 60_000);
