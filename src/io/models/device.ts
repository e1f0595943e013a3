/** Where models run: on an NVIDIA GPU through CUDA where one is wanted and can be used, else on the processor. */
import { existsSync } from "node:fs";
import { BowerbirdError } from "../../core/errors.ts";
import type { Settings } from "../../core/settings.ts";

export type Device = "cuda" | "cpu";
/** As the setting `vision.cuda` says: `auto`, `on` or `off`. */
type Wanted = Settings["vision.cuda"];

/** Linux's device file, and the one of Linux inside Windows. */
const hasGpu = (): boolean => ["/dev/nvidia0", "/dev/dxg"].some(existsSync);

/**
 * A GPU without the CUDA libraries is found out only by trying. The library that npm installs holds the processor's
 * part; CUDA's own part has to be added to it by whoever has such a card.
 *
 * @throws MODEL_UNUSABLE when CUDA is `on` and cannot be used
 */
export async function onBestDevice<T>(
  wanted: Wanted,
  open: (device: Device) => Promise<T>,
  gpu: () => boolean = hasGpu,
): Promise<T> {
  if (wanted === "off" || (wanted === "auto" && !gpu())) return open("cpu");
  try {
    return await open("cuda");
  } catch (cause) {
    if (wanted === "auto") return open("cpu");
    const why = `CUDA cannot be used (${cause instanceof Error ? cause.message : cause})`;
    throw new BowerbirdError("MODEL_UNUSABLE", { id: "on a GPU", why }, { cause });
  }
}
