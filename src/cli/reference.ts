/** The pages of docs/ that are made from the tables: settings, errors, routes and commands. */
import type { Command } from "commander";
import { errorTable } from "../core/errors.ts";
import { environmentName, settingsTable } from "../core/settings.ts";
import { eventDictionary } from "../events/dictionary.ts";
import { routeList } from "../http/contract/routes.ts";
import { nameOf } from "./failure.ts";

/** File name in docs/ → its text. */
export function referencePages(bowerbird: Command): Readonly<Record<string, string>> {
  return {
    "settings.md": settingsPage(),
    "errors.md": errorsPage(),
    "http.md": httpPage(),
    "cli.md": cliPage(bowerbird),
    "events.md": eventsPage(),
  };
}

function settingsPage(): string {
  const rows = Object.entries(settingsTable).map(([name, row]) => {
    const unit = "choices" in row ? row.choices.join(", ") : row.unit;
    const when = "atOnce" in row ? "at once" : "at the next start";
    return [`\`${name}\``, `\`${row.default}\``, unit, `\`${environmentName(name)}\``, when, row.help];
  });
  return page(
    "Settings",
    "Given by `bowerbird.json` in the data folder, by the environment, or by a flag (`--search.results 20`); the later wins. An admin changes them over HTTP, too (`settings.change`).",
    markdownTable(["name", "default", "unit", "environment", "changed", "what it does"], rows),
  );
}

function errorsPage(): string {
  const rows = Object.entries(errorTable).map(([code, [status, exit, sentence, remedy]]) => [
    ...[`\`${code}\``, String(status), String(exit), sentence, remedy],
  ]);
  return page(
    "Errors",
    "Every refusal has a code, a sentence and what to do. Over HTTP it is `application/problem+json` (RFC 9457).",
    markdownTable(["code", "HTTP", "exit", "what happened", "what to do"], rows),
  );
}

function httpPage(): string {
  const rows = routeList.map(({ name, route }) => [
    ...[route.method, `\`${route.path}\``, route.role, `\`${name}\``, route.summary],
  ]);
  return page(
    "HTTP",
    "Each route with the least role that may use it and its name in the typed client. The server shows the schemas at `/reference` and `/openapi.json`.",
    markdownTable(["method", "path", "role", "client", "what it does"], rows),
  );
}

function eventsPage(): string {
  const { columns, types, views } = eventDictionary;
  const rows = columns.map(({ name, type, from, meaning }) => [`\`${name}\``, type, from, meaning]);
  return page(
    "The event log",
    "One row is the training example, the experiment's exposure and the SQL row. A column has one name in HTTP, SQL and Parquet; times are UTC. The daily partitions lie in `events/parquet/day=YYYY-MM-DD/` of the data folder.",
    [
      markdownTable(["column", "type", "filled by", "meaning"], rows),
      `\n## Types\n\n${markdownTable(
        ["type", "meaning"],
        types.map(({ name, meaning }) => [`\`${name}\``, meaning]),
      )}`,
      ...views.map(({ name, meaning, sql }) => {
        const text = sql.replace(/\n {4}/g, "\n");
        return `\n## View \`${name}\`\n\n${meaning}\n\n\`\`\`sql\n${text}\n\`\`\`\n`;
      }),
    ].join(""),
  );
}

function cliPage(bowerbird: Command): string {
  const sections = leaves(bowerbird).map((command) => {
    let text = "";
    command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 100 });
    command.outputHelp();
    return `## ${nameOf(command)}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`;
  });
  return page("The command line", "`bowerbird COMMAND --help` says the same.", sections.join("\n"));
}

/** Commands that do something themselves. */
function leaves(command: Command): Command[] {
  const children = command.commands.flatMap((child) => leaves(child as Command));
  const worksItself = command.commands.length === 0 || command.options.some(({ long }) => long === "--json");
  return worksItself ? [command, ...children] : children;
}

function page(title: string, opening: string, body: string): string {
  return `# ${title}\n\n${opening}\n\n${body}`;
}

function markdownTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
