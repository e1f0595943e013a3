/** A machine that fails: a full disk, a folder that cannot be written, two owners of one folder. Nothing is lost. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../src/core/random.ts";
import { openEngine } from "../src/engine.ts";
import { bowerbirdClient } from "../src/http/client.ts";
import { buildServer } from "../src/http/server.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-machine-"));
const settings = { "vision.processes": 1 };
const random = seededRandom(3);

/** Noise hardly shrinks: about 200 kB each. */
const noise = (): Promise<Buffer> =>
  sharp(Buffer.from(Array.from({ length: 270 * 270 * 3 }, () => random.integer(256))), {
    raw: { width: 270, height: 270, channels: 3 },
  })
    .png()
    .toBuffer();

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A disk of 4 MB of its own; only root may make one, and not in every container. */
const disk = join(root, "disk");
mkdirSync(disk);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]).status === 0;

describe.runIf(mounted)("a full disk (a small one is mounted when this runs as root)", () => {
  const data = join(disk, "data");
  const pictures = join(root, "many");
  let first: Buffer;
  beforeAll(async () => {
    first = await noise();
    mkdirSync(pictures);
    for (let i = 0; i < 20; i++) writeFileSync(join(pictures, `${i}.png`), await noise());
  });
  afterAll(() => {
    execFileSync("umount", [disk]);
  });

  test("stops the import with DISK_FULL, keeps what was acknowledged, and goes on once there is room", async () => {
    let engine = await openEngine({ data, settings, environment: {} });
    const { pin } = await engine.importer.importOne(first, { source: "first" }, { owner: "test" });
    await expect(engine.importer.importFrom(pictures, { owner: "test" })).rejects.toMatchObject({
      code: "DISK_FULL",
      status: 507,
    });
    const kept = await engine.pins.count();
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(kept).toBeLessThan(21);
    expect((await engine.pins.read([pin.id]))[0].sources).toEqual(["first"]);
    await engine.close().catch(() => {});

    execFileSync("mount", ["-o", "remount,size=200m", disk]);
    engine = await openEngine({ data, settings, environment: {} });
    expect(engine.check()).toBe("ok");
    expect(await engine.pins.count()).toBe(kept);
    const report = await engine.importer.importFrom(pictures, { owner: "test" });
    expect(report.failures).toEqual([]);
    expect(await engine.pins.count()).toBe(21);
    await engine.close();
  });

  test("refuses an upload with DISK_FULL and goes on answering", async () => {
    execFileSync("mount", ["-o", "remount,size=200m", disk]);
    const engine = await openEngine({ data: join(disk, "served"), settings, environment: {} });
    const server = await buildServer(engine, { version: "0.0.0" });
    const url = await server.app.listen({ port: 0, host: "127.0.0.1" });
    const { secret } = await engine.people.createKey({ name: "t", role: "member", createdBy: "test" });
    const client = bowerbirdClient({ url, key: secret });
    const { bavail, bsize } = statfsSync(disk);
    const filler = join(disk, "filler");
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 100_000)));
    const pictures = [new Blob([new Uint8Array(await noise())])];
    await expect(client.pins.create({ pictures })).rejects.toMatchObject({ code: "DISK_FULL", status: 507 });
    expect((await client.system.health()).status).toBe("ok");
    rmSync(filler);
    expect((await client.pins.create({ pictures })).pins[0].created).toBe(true);
    await server.app.close();
    await engine.close();
  });
});

test.runIf(!mounted)("a full disk is not tried: no small disk can be mounted here", () => {
  expect(mounted).toBe(false);
});

describe("a folder that cannot be written", () => {
  const readOnly = join(root, "read-only");
  mkdirSync(readOnly);
  // Root writes everywhere, so for root it is mounted read-only.
  const bound = spawnSync("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", readOnly]).status === 0;
  if (!bound) chmodSync(readOnly, 0o555);
  const isRoot = process.getuid?.() === 0;
  afterAll(() => {
    if (bound) execFileSync("umount", [readOnly]);
  });

  test.runIf(bound || !isRoot)("is DATA_READ_ONLY (mounted read-only when this runs as root)", async () => {
    await expect(
      openEngine({ data: join(readOnly, "data"), settings, environment: {} }),
    ).rejects.toMatchObject({ code: "DATA_READ_ONLY" });
    await expect(openEngine({ data: readOnly, settings, environment: {} })).rejects.toMatchObject({
      code: "DATA_READ_ONLY",
    });
  });

  test("a data folder that is a file says so", async () => {
    writeFileSync(join(root, "a-file"), "");
    await expect(openEngine({ data: join(root, "a-file"), settings, environment: {} })).rejects.toMatchObject(
      { code: "DATA_READ_ONLY" },
    );
  });
});

test("two owners of one folder: the second is told which process has it, and may have it afterwards", async () => {
  const data = join(root, "shared");
  const engine = await openEngine({ data, settings, environment: {} });
  await expect(openEngine({ data, settings, environment: {} })).rejects.toMatchObject({
    code: "DATA_LOCKED",
    details: { pid: String(process.pid) },
  });
  await engine.close();
  await (await openEngine({ data, settings, environment: {} })).close();
});
