/** Reads the pages of docs/statistics and runs their examples. */
import { BowerbirdError } from "../src/core/errors.ts";
import * as stats from "../src/stats/stats.ts";

/** The parts of a page, in their order. */
export const parts = [
  "When to use it",
  "When it refuses",
  "Formula",
  "Source",
  "Example",
  "Calibration",
  "How peers differ",
] as const;

export interface StatisticsPage {
  readonly name: string;
  readonly text: string;
  readonly title: string;
  readonly family: string;
  /** The sentence under the title. */
  readonly sentence: string;
  readonly exports: readonly string[];
  readonly headings: readonly string[];
  readonly sections: Readonly<Record<string, string>>;
}

export function readPage(name: string, text: string): StatisticsPage {
  const [head, ...rest] = text.split(/^## /m);
  const [title, sentence, family] = head.split(/\n\n+/).map((one) => one.trim());
  const sections = rest.map((section) => {
    const end = section.indexOf("\n");
    return [section.slice(0, end).trim(), section.slice(end).trim()] as const;
  });
  return {
    name,
    text,
    title: title.replace(/^# /, ""),
    sentence,
    family: /^Family: (.+?) ·/.exec(family)?.[1] ?? "",
    exports: [...family.matchAll(/`(\w+)`/g)].map(([, one]) => one),
    headings: sections.map(([heading]) => heading),
    sections: Object.fromEntries(sections),
  };
}

/** docs/statistics/README.md. */
export function indexOf(pages: readonly StatisticsPage[]): string {
  const families = Map.groupBy(pages, (page) => page.family);
  const lists = [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([family, members]) =>
      [
        `## ${family}`,
        "",
        ...members.map((page) => `- [${page.title}](${page.name}): ${page.sentence.replaceAll("\n", " ")}`),
      ].join("\n"),
    );
  return `# Statistics, method by method

Everything \`bowerbird/stats\` exports, a page a method: when to use it, when it refuses, its formula and source, an
example that runs as a test, its rows of the [calibration table](../calibration.md), and how peers' defaults differ.

${lists.join("\n\n")}
`;
}

/** Every line that links to a row of the calibration table, with what the table says of it. */
export function withRows(page: string, calibration: string): string {
  return page.replaceAll(/^- \[`([\w.-]+)`\].*$/gm, (_, id: string) => {
    const line = calibration.split("\n").find((one) => one.includes(`<a id="${id}"></a>`));
    if (line === undefined) return `- [\`${id}\`] is no row of the table`;
    const [claim, promised, measured] = line
      .split("|")
      .slice(2, 5)
      .map((cell) => cell.trim());
    return `- [\`${id}\`](../calibration.md#${id}): ${claim}. Promised ${promised}, measured ${measured}.`;
  });
}

const example = /```ts\n([\s\S]*?)```/g;
const claim = /^(.+?);? \/\/ →.*$/gm;

/**
 * Runs every example and writes what each line `expression; // → value` gives, numbers to four digits; a refusal is
 * shown by its code.
 */
export function runExamples(page: string): { readonly shown: number; readonly text: string } {
  let shown = 0;
  const text = page.replaceAll(example, (_, code: string) => {
    const values: string[] = [];
    const program = code
      .replaceAll(/^import \{([^}]+)\} from "bowerbird\/stats";$/gm, "const {$1} = stats;")
      .replaceAll(claim, (_line, expression: string) => `note(() => (${expression}));`);
    const note = (value: () => unknown): void => void values.push(shownOrRefused(value));
    new Function("stats", "note", `"use strict";\n${program}`)(stats, note);
    const lines = code.replaceAll(claim, (_line, expression: string) => {
      shown++;
      return `${expression}; // → ${values.shift()}`;
    });
    return `\`\`\`ts\n${lines}\`\`\``;
  });
  return { shown, text };
}

function shownOrRefused(value: () => unknown): string {
  try {
    return show(value());
  } catch (error) {
    if (error instanceof BowerbirdError) return `refused: ${error.code}`;
    throw error;
  }
}

function show(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (Array.isArray(value) || value instanceof Float64Array) return `[${Array.from(value, show).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => `${key}: ${show(one)}`);
    return `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value) ?? "undefined";
}
