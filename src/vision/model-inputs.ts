/** The sizes the built-in models want; see models/README.md. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Side that a whole picture and a region are embedded at. */
export const embeddingSide = { whole: 288, region: 192 } as const;

/**
 * Size for the embedding model: about side × side pixels in the picture's own shape (at most 1 : 4), multiples of 32.
 *   r = clamp(sqrt(w/h), 0.5, 2), W = 32·round(side·r/32), H = 32·round(side/(32·r))
 */
export function embeddingSize(picture: Size, side: number): Size {
  const r = Math.min(2, Math.max(0.5, Math.sqrt(picture.width / picture.height)));
  const blocks = (x: number): number => 32 * Math.max(1, Math.round(x / 32));
  return { width: blocks(side * r), height: blocks(side / r) };
}

/** Longest sides that the detector sees a picture at: things of middle size, and at half of it large ones. */
export const detectorSides = { fine: 512, coarse: 256 } as const;

/** Size for the detector, shape kept; the input is padded right and below to multiples of 32. */
export function detectorSize(
  picture: Size,
  side: number = detectorSides.fine,
): { picture: Size; input: Size } {
  const scale = side / Math.max(picture.width, picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const padded = (x: number): number => Math.ceil(x / 32) * 32;
  return { picture: { width, height }, input: { width: padded(width), height: padded(height) } };
}

/** Interleaved RGB bytes [height, width, 3] as float planes [3, H, W] in 0..255, padded with 127. */
export function planes(rgb: Uint8Array, size: Size, input: Size = size): Float32Array {
  const area = input.width * input.height;
  const out = new Float32Array(3 * area);
  if (input.width > size.width || input.height > size.height) out.fill(127);
  let from = 0;
  for (let y = 0; y < size.height; y++) {
    const row = y * input.width;
    for (let to = row; to < row + size.width; to++) {
      out[to] = rgb[from++];
      out[area + to] = rgb[from++];
      out[2 * area + to] = rgb[from++];
    }
  }
  return out;
}

/**
 * Bytes [height, width, 3] averaged down to a smaller size: enough for colours and hashes, and far cheaper than another
 * resize of the region. A side that is already smaller repeats its pixels.
 */
export function averaged(rgb: Uint8Array, from: Size, to: Size): Uint8Array {
  const out = new Uint8Array(3 * to.width * to.height);
  const edge = (i: number, full: number, few: number): number => Math.floor((i * full) / few);
  for (let y = 0; y < to.height; y++) {
    const top = edge(y, from.height, to.height);
    const bottom = Math.max(top + 1, edge(y + 1, from.height, to.height));
    for (let x = 0; x < to.width; x++) {
      const left = edge(x, from.width, to.width);
      const right = Math.max(left + 1, edge(x + 1, from.width, to.width));
      let [red, green, blue] = [0, 0, 0];
      for (let v = top; v < bottom; v++) {
        for (let i = 3 * (v * from.width + left); i < 3 * (v * from.width + right); i += 3) {
          red += rgb[i];
          green += rgb[i + 1];
          blue += rgb[i + 2];
        }
      }
      const pixels = (bottom - top) * (right - left);
      const at = 3 * (y * to.width + x);
      out[at] = Math.round(red / pixels);
      out[at + 1] = Math.round(green / pixels);
      out[at + 2] = Math.round(blue / pixels);
    }
  }
  return out;
}
