import { expect, test } from "vitest";
import { drawn, refuseUnsafeDrawing } from "./drawings.ts";

const drawing = (body: string, side = 60): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${side}" height="${side}">${body}</svg>`,
  );
const bounds = { "ingest.megapixels": 100, "ingest.seconds": 1 };

test("plain shapes are left to the library, what may be slow becomes a PNG", async () => {
  const plain = drawing('<rect width="9" height="9"/>');
  expect(await drawn({ bytes: plain }, bounds)).toBe(plain);
  const blurred = drawing(
    '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect width="9" height="9" filter="url(#f)"/>',
  );
  const png = await drawn({ bytes: blurred }, { ...bounds, "ingest.seconds": 20 });
  expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG");
});

test("one that never ends is ended", async () => {
  const steps = '<feMorphology operator="dilate" radius="900"/>'.repeat(60);
  const endless = drawing(
    `<filter id="f" x="0" y="0" width="1" height="1"><feTurbulence numOctaves="9" baseFrequency="0.01"/>${steps}</filter><rect width="4000" height="4000" filter="url(#f)"/>`,
    4000,
  );
  await expect(drawn({ bytes: endless }, bounds)).rejects.toMatchObject({ code: "PICTURE_TOO_SLOW" });
});

test("one that grows with every level is refused", async () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `<g id="g${i + 1}">${`<use xlink:href="#g${i}"/>`.repeat(10)}</g>`,
  );
  const growing = drawing(
    `<g id="g0"><rect width="5" height="5"/></g>${levels.join("")}<use xlink:href="#g12"/>`,
  );
  await expect(drawn({ bytes: growing }, bounds)).rejects.toMatchObject({
    code: expect.stringMatching(/^PICTURE_(UNREADABLE|TOO_SLOW)$/),
  });
});

test.each([
  '<rect onload="alert(1)"/>',
  '<image href="data:image/svg+xml;base64,AAAA"/>',
  '<image href="data:text/html,AAAA"/>',
  '<a href="javascript:alert(1)"/>',
  '<image href="&#104;ttp://example.org/"/>',
  "<style>rect { fill: url(http://example.org/) }</style>",
])("%s is refused", (body) => {
  const utf16 = Buffer.from(drawing(body).toString(), "utf16le");
  for (const bytes of [drawing(body), utf16]) {
    expect(() => refuseUnsafeDrawing(bytes)).toThrow(expect.objectContaining({ code: "PICTURE_UNREADABLE" }));
  }
});

test("what refers to itself and holds pictures as data is drawn", () => {
  const body = '<g id="a" fill="url(#g)"/><use href="#a"/><image href="data:image/png;base64,AAAA"/>';
  expect(() => refuseUnsafeDrawing(drawing(body))).not.toThrow();
});
