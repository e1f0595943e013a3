import sharp from "sharp";
import { expect, test } from "vitest";
import { pictureStrip } from "../../io/pictures/picture-strip.ts";
import { inlinePicture, inlineProtocol } from "./inline-pictures.ts";

test.each([
  ["kitty", { TERM: "xterm-kitty", KITTY_WINDOW_ID: "1" }],
  ["kitty", { TERM: "xterm-ghostty" }],
  ["kitty", { KONSOLE_VERSION: "230800" }],
  ["iterm", { TERM_PROGRAM: "iTerm.app" }],
  ["iterm", { LC_TERMINAL: "iTerm2" }],
  ["iterm", { TERM_PROGRAM: "WezTerm" }],
  [null, { TERM: "xterm-256color" }],
  [null, { TERM: "dumb", TERM_PROGRAM: "iTerm.app" }],
  [null, { TERM: "xterm-kitty", TMUX: "/tmp/x" }],
])("%s by %j", (protocol, environment) => {
  expect(inlineProtocol(environment, true)).toBe(protocol);
  expect(inlineProtocol(environment, false)).toBeNull();
});

const png = (): Promise<Buffer> =>
  sharp({
    create: { width: 90, height: 60, channels: 3, background: "#c06a47", noise: { type: "gaussian" } },
  })
    .png()
    .toBuffer();

test("kitty reads it in pieces of at most 4,096 characters, the last one marked", async () => {
  const picture = await png();
  const start = String.fromCharCode(27);
  const pieces = inlinePicture(picture, "kitty").trimEnd().split(`${start}\\`).slice(0, -1);
  expect(pieces.length).toBeGreaterThan(1);
  const payloads = pieces.map((piece) => piece.split(";")[1]);
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThanOrEqual(4096);
  expect(Buffer.from(payloads.join(""), "base64")).toEqual(picture);
  expect(pieces[0]).toContain("a=T,f=100");
  expect(pieces.map((piece) => piece.includes("m=1;"))).toEqual(pieces.map((_, i) => i < pieces.length - 1));
});

test("iTerm2 reads it whole, with its size", async () => {
  const picture = await png();
  const text = inlinePicture(picture, "iterm");
  expect(text).toContain(`File=inline=1;size=${picture.length};`);
  expect(Buffer.from(text.slice(text.indexOf(":") + 1, -2), "base64")).toEqual(picture);
});

test("pictures of any shape stand side by side in one", async () => {
  const tall = await sharp({ create: { width: 20, height: 80, channels: 3, background: "red" } })
    .webp()
    .toBuffer();
  const { width, height, format } = await sharp(await pictureStrip([await png(), tall], 40)).metadata();
  expect({ width, height, format }).toEqual({ width: 60 + 12 + 10, height: 40, format: "png" });
});
