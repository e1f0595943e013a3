/** Draws one SVG from its standard input as a PNG on its standard output; whoever started it ends it when it takes too long. */
import { buffer } from "node:stream/consumers";
import sharp from "sharp";

const megapixels = Number(process.argv[2]);
try {
  const drawing = await buffer(process.stdin);
  process.stdout.write(
    await sharp(drawing, { limitInputPixels: megapixels * 1e6 })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  );
} catch {
  process.exitCode = 1;
}
