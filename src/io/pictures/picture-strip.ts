/** Several pictures as one, side by side, for where only one can be shown. */
import sharp from "sharp";

/** Pixels. */
const gap = 12;

/** A PNG `height` pixels high on a clear ground; each picture keeps its shape, up to twice as wide as high. */
export async function pictureStrip(pictures: readonly Uint8Array[], height: number): Promise<Uint8Array> {
  const fitted = await Promise.all(
    pictures.map((picture) =>
      sharp(picture)
        .resize(2 * height, height, { fit: "inside" })
        .png()
        .toBuffer({ resolveWithObject: true }),
    ),
  );
  let left = 0;
  const placed = fitted.map(({ data, info }) => {
    const place = { input: data, left, top: Math.floor((height - info.height) / 2) };
    left += info.width + gap;
    return place;
  });
  const width = Math.max(1, left - gap);
  const ground = { width, height, channels: 4 as const, background: "#00000000" };
  return sharp({ create: ground }).composite(placed).png().toBuffer();
}
