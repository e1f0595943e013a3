/** Pictures in a terminal of many colours: ThumbHashes side by side, two pixels a character. */
import { thumbHashToRGBA } from "thumbhash";

const columns = 16;
const rows = 8;

interface Terminal {
  readonly isTTY?: boolean;
  getColorDepth?(): number;
}

/** Empty where the terminal has fewer than 16 million colours. @param placeholders ThumbHashes, base64 */
export function pictureRow(placeholders: readonly string[], terminal: Terminal = process.stdout): string {
  if (!terminal.isTTY || (terminal.getColorDepth?.() ?? 1) < 24 || placeholders.length === 0) return "";
  const pictures = placeholders.map((hash) => thumbHashToRGBA(Buffer.from(hash, "base64")));
  const lines = Array.from({ length: rows }, (_, row) =>
    pictures.map((picture) => lineOf(picture, row)).join("  "),
  );
  return `${lines.join("\n")}\n`;
}

interface Rgba {
  readonly w: number;
  readonly h: number;
  readonly rgba: Uint8Array;
}

/** The upper pixel in the colour of the sign ▀, the lower in that of its ground. */
function lineOf(picture: Rgba, row: number): string {
  const cells = Array.from({ length: columns }, (_, column) => {
    const [upper, lower] = [2 * row, 2 * row + 1].map((y) => colourAt(picture, column, y));
    return `\x1b[38;2;${upper}m\x1b[48;2;${lower}m▀`;
  });
  return `${cells.join("")}\x1b[0m`;
}

function colourAt({ w, h, rgba }: Rgba, column: number, y: number): string {
  const x = Math.floor(((column + 0.5) * w) / columns);
  const at = 4 * (Math.floor(((y + 0.5) * h) / (2 * rows)) * w + x);
  return rgba.subarray(at, at + 3).join(";");
}
