/** What the server's pages may load and run: nothing of other servers, nothing written inside a page that is not known. */
import { createHash } from "node:crypto";

export const contentPolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", "blob:", "data:"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'", "data:"],
  workerSrc: ["'self'", "blob:"],
  upgradeInsecureRequests: null,
};

/** For a page with scripts and styles written inside it: exactly those of `html` are let through, by their digests. */
export const policyOf = (html: string): string =>
  policy(["'self'", ...digests(html, "script")], ["'self'", ...digests(html, "style")]);

/** For a page of another's making whose one known script writes styles while it runs. */
export const policyOfStyleWriter = (html: string): string =>
  policy(["'self'", ...digests(html, "script")], ["'self'", "'unsafe-inline'"]);

const policy = (scripts: readonly string[], styles: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src ${scripts.join(" ")}`,
    `style-src ${styles.join(" ")}`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    ...["object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'self'"],
  ].join("; ");

function digests(html: string, element: "script" | "style"): string[] {
  return [...html.matchAll(new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`, "g"))]
    .filter(([, text]) => text.trim() !== "")
    .map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}
