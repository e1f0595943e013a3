/** The arithmetic of a crop: boxes are fractions of the picture from its top left corner. Pure. */
export interface CropArea {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type CropHandle = "nw" | "ne" | "sw" | "se";

/** The smallest side a crop may have. */
export const smallestCrop = 0.04;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export function moved(crop: CropArea, dx: number, dy: number): CropArea {
  return { ...crop, x: clamp(crop.x + dx, 0, 1 - crop.w), y: clamp(crop.y + dy, 0, 1 - crop.h) };
}

/** Pulls one corner; the opposite one stays. */
export function pulled(crop: CropArea, handle: CropHandle, dx: number, dy: number): CropArea {
  const right = crop.x + crop.w;
  const bottom = crop.y + crop.h;
  const x = handle.endsWith("w") ? clamp(crop.x + dx, 0, right - smallestCrop) : crop.x;
  const y = handle.startsWith("n") ? clamp(crop.y + dy, 0, bottom - smallestCrop) : crop.y;
  const x2 = handle.endsWith("e") ? clamp(right + dx, crop.x + smallestCrop, 1) : right;
  const y2 = handle.startsWith("s") ? clamp(bottom + dy, crop.y + smallestCrop, 1) : bottom;
  return { x, y, w: x2 - x, h: y2 - y };
}

/** The box between two points, at least as large as a crop may be. */
export function drawn(ax: number, ay: number, bx: number, by: number): CropArea {
  const w = Math.max(smallestCrop, Math.abs(clamp(bx, 0, 1) - ax));
  const h = Math.max(smallestCrop, Math.abs(clamp(by, 0, 1) - ay));
  return {
    x: clamp(Math.min(ax, clamp(bx, 0, 1)), 0, 1 - w),
    y: clamp(Math.min(ay, clamp(by, 0, 1)), 0, 1 - h),
    w,
    h,
  };
}

/** `.1,.2,.3,.4` with three decimals, as it stands in the address. */
export function cropToText(crop: CropArea): string {
  return [crop.x, crop.y, crop.w, crop.h].map((value) => Number(value.toFixed(3))).join(",");
}

/** Null for anything that isn't four numbers of a box within the picture. */
export function parseCrop(text: unknown): CropArea | null {
  if (typeof text !== "string") return null;
  const numbers = text.split(",").map(Number);
  const [x, y, w, h] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return null;
  if (x === undefined || y === undefined || w === undefined || h === undefined) return null;
  if (x < 0 || y < 0 || w <= 0 || h <= 0 || x + w > 1.002 || y + h > 1.002) return null;
  return { x, y, w: Math.min(w, 1 - x), h: Math.min(h, 1 - y) };
}
