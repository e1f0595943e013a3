/**
 * What runs the models goes into the package itself, beside the compiled program. As dependencies they could not be
 * installed where only the registry is reached: onnxruntime-node's install script wants CUDA from elsewhere, and only
 * the project that is installed into could refuse it. See docs/decisions/0014-the-package.md.
 */
import { cpSync } from "node:fs";
import { basename, join } from "node:path";

/** Those, and which of their files are needed. */
const carried = {
  "onnxruntime-common": () => true,
  // The library for the processor, once for each platform; not DirectX, nor what its install script needs.
  "onnxruntime-node": (file) =>
    !/^(?:script|DirectML\.dll|dxcompiler\.dll|dxil\.dll|libonnxruntime\.\d+\.\d+.*\.dylib)$/.test(
      basename(file),
    ),
  "@huggingface/transformers": (file) =>
    !/[\\/]transformers[\\/](?:src|types|node_modules)$/.test(file) &&
    !/[\\/]dist[\\/](?!transformers\.node\.mjs$)[^\\/]+$/.test(file),
};

/** @param {string} from a `node_modules` @param {string} to another one */
export function carryRuntime(from, to) {
  for (const [name, isNeeded] of Object.entries(carried)) {
    cpSync(join(from, name), join(to, name), { recursive: true, filter: isNeeded });
  }
}
