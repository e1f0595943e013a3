/** Cases about nonlinear least squares: models written as NIST writes them. */
import { BowerbirdError } from "../../core/errors.ts";
import { namesIn, parseFormula } from "../../math/formula.ts";
import {
  type NonlinearFit,
  type NonlinearModel,
  nonlinearRegression,
} from "../regression/nonlinear-regression.ts";
import type { Family } from "./family.ts";
import { has, type Input, readList, readMatrix, readNumbers, readText } from "./reading.ts";

/** `class | parameters | y = … | … + e`: lines without an equals sign go on with the one before; `e` is the error. */
function readModel(input: Input, columns: readonly string[]): NonlinearModel {
  const lines = readText(input, "model")
    .split("|")
    .filter((line) => !/\bClass\b|\bParameters?\b/i.test(line));
  const statements: string[] = [];
  for (const line of lines) {
    if (line.includes("=") || statements.length === 0) statements.push(line);
    else statements[statements.length - 1] += ` ${line}`;
  }
  const equations = statements.map((statement) => {
    const [left, right = ""] = statement.split("=");
    return { left: left.trim(), right: right.replace(/\+\s*e\s*$/, "") };
  });
  const main = equations.find(({ left }) =>
    [...namesIn(parseFormula(left))].some((name) => columns.includes(name)),
  );
  if (!main)
    throw new BowerbirdError("BAD_INPUT", { what: "model", why: "no line says what a column equals" });
  let right = main.right.replace(/\bpi\b/g, "3.14159265358979323846264338328");
  for (const { left, right: value } of equations) {
    if (left !== main.left && left !== "pi")
      right = right.replaceAll(new RegExp(`\\b${left}\\b`, "g"), `(${value})`);
  }
  const mean = parseFormula(right);
  const parameters = [...namesIn(mean)].filter((name) => !columns.includes(name));
  parameters.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return { response: parseFormula(main.left), mean, parameters };
}

function bestFit(input: Input): NonlinearFit {
  const names = readList(input, "columns").map(String);
  const rows = readMatrix(input, "rows");
  const columns = new Map(names.map((name, j) => [name, rows.map((row) => row[j])]));
  const model = readModel(input, names);
  const starts = ["start2", "start1", "start"].filter((field) => has(input, field));
  if (starts.length === 0)
    throw new BowerbirdError("BAD_INPUT", { what: "start", why: "a list of numbers is needed" });
  let best: NonlinearFit | undefined;
  let refusal: unknown;
  for (const start of starts.map((field) => readNumbers(input, field))) {
    if (start.length !== model.parameters.length) {
      throw new BowerbirdError("BAD_INPUT", {
        what: "start",
        why: `${model.parameters.length} numbers are needed`,
      });
    }
    try {
      const found = nonlinearRegression(model, columns, start);
      if (!best || found.sumSquares < best.sumSquares) best = found;
    } catch (thrown) {
      refusal = thrown;
    }
  }
  if (!best) throw refusal;
  return best;
}

export const nonlinearFamily: Family = {
  "regression.nls": (input) => {
    const found = bestFit(input);
    return {
      parameters: found.parameters,
      standard_errors: found.standardErrors,
      rss: found.sumSquares,
      residual_sd: found.residualDeviation,
      df: found.degreesResidual,
    };
  },
};
