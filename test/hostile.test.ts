/** Pictures and archives made to do harm, through the whole engine: each a code and a sentence, the rest imported. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync, gzipSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { pack } from "tar-stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import type { ImportReport } from "../src/ingest/ingest.ts";

let root: string;
let engine: Engine;
let count = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "bowerbird-hostile-"));
  engine = await openEngine({
    data: join(root, "data"),
    settings: { "vision.processes": 1 },
    environment: {},
  });
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

/** A small picture that no other call gives. */
const picture = (): Sharp => {
  const shade = ++count * 7;
  return sharp({
    create: { width: 40 + count, height: 30, channels: 3, background: { r: shade % 256, g: 90, b: 160 } },
  });
};
const folderOf = (files: Readonly<Record<string, Uint8Array | string>>): string => {
  const folder = join(root, `folder-${++count}`);
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
};
const importFrom = (source: string): Promise<ImportReport> =>
  engine.importer.importFrom(source, { owner: "test" });
const codes = (report: ImportReport): Record<string, string> =>
  Object.fromEntries(report.failures.map(({ file, code }) => [file.split("/").slice(1).join("/"), code]));

const pngChunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};
const pngOf = (side: number, rows: Uint8Array): Buffer => {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const end = pngChunk("IEND", Buffer.alloc(0));
  return Buffer.concat([signature, pngChunk("IHDR", header), pngChunk("IDAT", deflateSync(rows)), end]);
};
/** A zip of stored entries; `claimed` may lie about the size unpacked. */
const zipOf = (entries: ReadonlyArray<{ name: string; bytes: Uint8Array; claimed?: number }>): Buffer => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claimed = bytes.length } of entries) {
    const title = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800, 2);
    shared.writeUInt16LE(claimed === bytes.length ? 0 : 8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(claimed, 18);
    shared.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, title, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), shared, tail, title]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
};

test("truncated and corrupt files of each type are refused by name, and the sound one is imported", async () => {
  const files: Record<string, Uint8Array> = { "sound.png": await picture().png().toBuffer() };
  for (const type of ["jpeg", "png", "webp", "avif", "gif", "tiff"] as const) {
    const whole = await picture().resize(200, 150).toFormat(type).toBuffer();
    files[`cut.${type}`] = whole.subarray(0, Math.floor(whole.length / 3));
    files[`noise.${type}`] = Buffer.concat([
      whole.subarray(0, 16),
      createHash("sha512").update(type).digest(),
    ]);
  }
  files["empty.jpg"] = new Uint8Array();
  files["words.jpg"] = Buffer.from("this is no picture");
  const report = await importFrom(folderOf(files));
  expect(report.created).toBe(1);
  expect(Object.keys(codes(report)).sort()).toEqual(
    Object.keys(files)
      .filter((name) => name !== "sound.png")
      .sort(),
  );
  for (const failure of report.failures) {
    expect(failure.code).toMatch(/^PICTURE_(UNREADABLE|UNSUPPORTED)$/);
    expect(failure.sentence).not.toContain(root);
    expect(failure.remedy).not.toBe("");
  }
});

test("bombs are refused from their header; one pixel is a picture", async () => {
  const report = await importFrom(
    folderOf({
      "bomb.png": pngOf(30_000, Buffer.alloc(3_750_000)),
      "one.png": await sharp({
        create: { width: 1, height: 1, channels: 3, background: "red" },
      })
        .png()
        .toBuffer(),
    }),
  );
  expect(codes(report)).toEqual({ "bomb.png": "PICTURE_TOO_LARGE" });
  expect(report.created).toBe(1);
});

test("a WebP that claims the most pixels a WebP can is refused from its header", async () => {
  // VP8X with a canvas of 16,384 × 16,384 and no picture in it: what decoding would ask for is 1 GB.
  const side = 16_383;
  const canvas = Buffer.from([0, 0, 0, 0, side & 255, side >> 8, 0, side & 255, side >> 8, 0]);
  const chunk = Buffer.concat([Buffer.from("VP8X"), Buffer.from([10, 0, 0, 0]), canvas]);
  const small = await picture().webp({ lossless: true }).toBuffer();
  const body = Buffer.concat([Buffer.from("WEBP"), chunk, small.subarray(12)]);
  const head = Buffer.alloc(8);
  head.write("RIFF");
  head.writeUInt32LE(body.length, 4);
  const report = await importFrom(folderOf({ "bomb.webp": Buffer.concat([head, body]) }));
  expect(codes(report)["bomb.webp"]).toMatch(/^PICTURE_(TOO_LARGE|UNREADABLE|UNSUPPORTED)$/);
  expect(report.created).toBe(0);
});

test.each([
  [
    "entities that grow",
    `<!DOCTYPE svg [<!ENTITY a "${"a".repeat(99)}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&b;</text></svg>`,
  ],
  [
    "a style of another server",
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>@import "http://127.0.0.1/a.css";</style></svg>`,
  ],
  [
    "a script",
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`,
  ],
  [
    "30,000 pixels a side",
    `<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><rect width="9" height="9"/></svg>`,
  ],
  [
    "an entity",
    `<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">&a;</svg>`,
  ],
  [
    "a file",
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>`,
  ],
  [
    "a server",
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://127.0.0.1/"/></svg>`,
  ],
])("a drawing with %s is refused", async (_, text) => {
  const report = await importFrom(folderOf({ "a.svg": text }));
  expect(report.created).toBe(0);
  expect(report.failures).toHaveLength(1);
});

test("CMYK, 16 bits, alpha, animation and a wrong ending are pictures like others", async () => {
  const frames = await Promise.all([1, 2].map(() => picture().resize(40, 30).png().toBuffer()));
  const report = await importFrom(
    folderOf({
      "cmyk.jpg": await picture().toColourspace("cmyk").jpeg().toBuffer(),
      "deep.png": await picture().toColourspace("rgb16").png().toBuffer(),
      "clear.webp": await picture().ensureAlpha(0.5).webp().toBuffer(),
      "moving.gif": await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
      "really-png.jpg": await picture().png().toBuffer(),
      "no ending": await picture().webp().toBuffer(),
      "ünïcödé 椅子 🪑.png": await picture().png().toBuffer(),
      [`${"n".repeat(240)}.png`]: await picture().png().toBuffer(),
      "notes.txt": "passed over",
      ".hidden.png": "passed over",
    }),
  );
  expect(report.failures).toEqual([]);
  expect(report.created).toBe(8);
});

test("a polyglot is kept as bytes, told apart by its type, and its derivatives hold nothing but the picture", async () => {
  const script = "<script>alert(1)</script>";
  const gif = await picture().gif().toBuffer();
  const { pin } = await engine.importer.importOne(
    Buffer.concat([gif, Buffer.from(script)]),
    { source: "polyglot.html" },
    { owner: "test" },
  );
  expect(pin.mime).toBe("image/gif");
  await engine.importer.settled();
  const path = await engine.blobs.derivativePath(pin.blob, "256.webp");
  expect(path).not.toBeNull();
  expect((await sharp(path ?? "").metadata()).format).toBe("webp");
});

test("names of 4,096 characters come in a manifest and in an archive, and go out whole or cut, never broken", async () => {
  const name = `${"長".repeat(4092)}.png`;
  const archive = join(root, "long.zip");
  writeFileSync(archive, zipOf([{ name, bytes: await picture().png().toBuffer() }]));
  const packed = await importFrom(archive);
  expect(packed).toMatchObject({ created: 1, failures: [] });
  const { items } = await engine.pins.list({ sort: "newest", limit: 1 });
  expect(items[0].sources[0]).toBe(`long.zip/${name}`);

  const folder = folderOf({ "pins.jsonl": `${JSON.stringify({ file: name, title: name })}\n` });
  const listed = await importFrom(folder);
  expect(listed).toMatchObject({ created: 0, failed: 1 });
  expect(listed.failures[0].code).toMatch(/^(SOURCE_NOT_FOUND|SOURCE_UNREADABLE)$/);
});

test("loops of links end", async () => {
  const folder = folderOf({ "a.png": await picture().png().toBuffer() });
  symlinkSync(folder, join(folder, "loop"));
  symlinkSync(join(folder, "nowhere.png"), join(folder, "dangling.png"));
  const report = await importFrom(folder);
  expect(report).toMatchObject({ created: 1, failures: [] });
});

test("a manifest does not lead out of its folder", async () => {
  const outside = join(root, "outside.png");
  writeFileSync(outside, await picture().png().toBuffer());
  const folder = folderOf({ "in.png": await picture().png().toBuffer() });
  symlinkSync(outside, join(folder, "link.png"));
  const rows = ["in.png", "../outside.png", outside, "link.png", "absent.png"].map((file) => ({ file }));
  writeFileSync(
    join(folder, "pins.jsonl"),
    `${rows.map((row) => JSON.stringify(row)).join("\n")}\n{broken\n`,
  );
  const report = await importFrom(folder);
  expect(report.created).toBe(1);
  expect(report.failures.map(({ code }) => code).sort()).toEqual([
    ...["BAD_INPUT", "BAD_INPUT", "BAD_INPUT", "BAD_INPUT", "SOURCE_NOT_FOUND"],
  ]);
});

test("a zip that slips, lies and grows is refused entry by entry", async () => {
  const path = join(root, "hostile.zip");
  const zeros = deflateSync(Buffer.alloc(20_000_000)).subarray(2, -4);
  writeFileSync(
    path,
    zipOf([
      { name: "good.png", bytes: await picture().png().toBuffer() },
      { name: "../../slip.png", bytes: await picture().png().toBuffer() },
      { name: "/etc/slip.png", bytes: await picture().png().toBuffer() },
      { name: "bomb.png", bytes: zeros, claimed: 20_000_000 },
      { name: "liar.png", bytes: zeros, claimed: 5_000 },
    ]),
  );
  const report = await importFrom(path);
  expect(report.created).toBe(1);
  expect(codes(report)).toEqual({
    "../../slip.png": "BAD_INPUT",
    "/etc/slip.png": "BAD_INPUT",
    "bomb.png": "SOURCE_UNREADABLE",
    "liar.png": "SOURCE_UNREADABLE",
  });
});

test("a tar.gz with words is imported; one cut in the middle says so", async () => {
  const archive = pack();
  archive.entry({ name: "shop/pins.csv" }, "file,title,price,colour\na.png,Oak chair,12.50 EUR,brown\n");
  archive.entry({ name: "shop/a.png" }, await picture().png().toBuffer());
  archive.entry({ name: "shop/not-listed.png" }, await picture().png().toBuffer());
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  const packed = gzipSync(Buffer.concat(parts));
  const path = join(root, "shop.tar.gz");
  writeFileSync(path, packed);
  expect(await importFrom(path)).toMatchObject({ created: 1, failures: [] });
  const { items } = await engine.pins.list({ filter: { attributes: { colour: ["brown"] } }, limit: 5 });
  expect(items).toMatchObject([{ title: "Oak chair", price: { amount: 12.5, currency: "EUR" } }]);
  writeFileSync(path, packed.subarray(0, 60));
  await expect(importFrom(path)).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
});

test("of an archive that is cut off in the middle, what came before is imported", async () => {
  const archive = pack();
  for (const name of ["a.png", "b.png", "c.png"]) {
    archive.entry({ name }, await picture().png().toBuffer());
  }
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  const path = join(root, "cut.tar");
  writeFileSync(path, Buffer.concat(parts).subarray(0, 2 * 1024 + 600));
  const report = await importFrom(path);
  expect(report.created).toBe(2);
  expect(report.failures.map(({ file, code }) => [file, code])).toEqual([
    ["cut.tar/c.png", "SOURCE_UNREADABLE"],
    ["cut.tar", "SOURCE_UNREADABLE"],
  ]);
});

test("the same bytes twice are one pin with both sources; a smaller copy is of its group", async () => {
  const whole = readFileSync("samples/home/pictures/vase-002-b.webp");
  const smaller = await sharp(whole).resize(480).jpeg().toBuffer();
  const report = await importFrom(folderOf({ "a.webp": whole, "b.webp": whole, "c.jpg": smaller }));
  expect(report).toMatchObject({ created: 2, duplicates: 1, failed: 0, done: 3, total: 3, seconds: 0 });
  const { items } = await engine.pins.list({ sort: "newest", limit: 2 });
  expect(new Set(items.map(({ group }) => group)).size).toBe(1);
  expect(items.map(({ sources }) => sources.length).sort()).toEqual([1, 2]);
});

test("a link to a private address is a failure of the import, not of the server", async () => {
  const path = join(root, "links.txt");
  writeFileSync(path, "http://127.0.0.1:9/a.jpg\nhttp://169.254.169.254/latest/meta-data\n");
  const report = await importFrom(path);
  expect(report.failures.map(({ code }) => code)).toEqual(["LINK_REFUSED", "LINK_REFUSED"]);
});

test("what is not there says so", async () => {
  await expect(importFrom(join(root, "nothing"))).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
});
