/** `bowerbird start` as a newcomer meets it: the link, the next free port, a quick second start, an orderly end. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";

const root = mkdtempSync(join(tmpdir(), "bowerbird-start-"));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

const start = (data: string, ...more: string[]) => {
  const flags = ["start", "--no-web", "--data", join(root, data), ...more];
  const child = spawn(process.execPath, ["bin/bowerbird.js", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  return child;
};
/** Everything it says until a line matches. */
const until = async (child: ReturnType<typeof start>, pattern: RegExp): Promise<string> => {
  let said = "";
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    if (pattern.test(line)) return said;
  }
  throw new Error(`it ended after: ${said}`);
};

test("a taken port is passed over and said; the link signs the admin in once", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const said = await until(start("first", "--port", String(port)), /Sign in/);
  taken.close();
  expect(said).toContain(`Port ${port} is taken; using ${port + 1}.`);
  const [, url] = /Bowerbird is at (\S+)/.exec(said) ?? [];
  expect(url).toBe(`http://localhost:${port + 1}`);
  const [, link] = /once, with (\S+)/.exec(said) ?? [];
  const opened = await fetch(link, { redirect: "manual" });
  expect([opened.status, opened.headers.get("location")]).toEqual([303, "/"]);
  expect(opened.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
  expect((await fetch(link, { redirect: "manual" })).status).toBe(401);
});

test("a second start is ready in less than three seconds, and says no link again", async () => {
  const first = start("second", "--port", "0");
  await until(first, /Sign in/);
  first.kill("SIGTERM");
  expect(await once(first, "exit")).toEqual([0, null]);
  expect(existsSync(join(root, "second", "server.json"))).toBe(false);

  const before = performance.now();
  const second = start("second", "--port", "0");
  const said = await until(second, /Bowerbird is at/);
  const [, url] = /Bowerbird is at (\S+)/.exec(said) ?? [];
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  expect(performance.now() - before).toBeLessThan(3000);
  second.kill("SIGINT");
  await once(second, "exit");
  expect(said).not.toContain("Sign in");
});

test("a bad setting ends it with a code, a sentence and what to do", async () => {
  const child = start("third", "--port", "eighty");
  const [said, [exit]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(exit).toBe(2);
  expect(said).toBe(
    "BAD_SETTING: setting server.port: it is a number.\nSee docs/settings.md for what it takes.\n",
  );
});

test("an address that cannot be listened on is said; one of IPv6 is shown in brackets", async () => {
  const child = start("fourth", "--host", "192.0.2.1", "--port", "0");
  const [said, [exit]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(exit).toBe(4);
  expect(said).toBe(
    "CANNOT_LISTEN: the server cannot listen on 192.0.2.1, port 0: this machine has no such address.\n" +
      "Choose others with --host and --port.\n",
  );
  if (
    !Object.values(networkInterfaces())
      .flat()
      .some((one) => one?.address === "::1")
  )
    return;
  expect(await until(start("fifth", "--host", "::1", "--port", "0"), /Bowerbird is at/)).toMatch(
    /http:\/\/\[::1\]:\d+/,
  );
});
