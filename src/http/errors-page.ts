/** What the `type` of every problem points to: the error table as a page, each code under its own anchor. */
import { errorTable } from "../core/errors.ts";

export function errorsPage(): string {
  const rows = Object.entries(errorTable).map(
    ([code, [status, , sentence, remedy]]) =>
      `<tr id="${code}"><th>${code}<td>${status}<td>${escaped(sentence)}<td>${escaped(remedy)}`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Errors · Bowerbird</title>
<meta name="viewport" content="width=device-width">
<style>
  :root { color-scheme: light dark }
  body { font: 15px/1.5 system-ui; margin: 32px auto; max-width: 1080px; padding: 0 16px }
  th, td { padding: 8px 16px 8px 0; text-align: left; vertical-align: top }
  th, code { font: 13px/1.7 ui-monospace, monospace }
  :target { background: color-mix(in oklab, CanvasText 12%, Canvas) }
</style>
<h1>Errors</h1><p>Every refusal has a code, a sentence and what to do.
<table><tr><th>code<th>status<th>what happened<th>what to do${rows.join("\n")}</table></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/`([^`]*)`/g, "<code>$1</code>");
}
