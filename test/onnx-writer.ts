/**
 * ONNX files for tests: just enough of the format to write small graphs with random weights.
 * The numbers of the fields are those of `onnx.proto` (IR version 8, operator set 13).
 */
import { seededRandom } from "../src/core/random.ts";

type Bytes = readonly number[];
type AttributeGiven = number | readonly number[];

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, AttributeGiven>>;
}

/** Null for a size that is known only when it runs. */
type Shape = ReadonlyArray<number | null>;

export interface Graph {
  readonly inputs: Readonly<Record<string, { readonly type: "float" | "int64"; readonly shape: Shape }>>;
  readonly outputs: Readonly<Record<string, Shape>>;
  readonly nodes: readonly Node[];
  /** Random weights by name, and whole numbers such as the sizes that Reshape takes. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly numbers?: Readonly<Record<string, readonly number[]>>;
}

const types = { float: 1, int64: 7 } as const;

export function onnxFile(graph: Graph, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const floatWeights = Object.entries(graph.weights).map(([name, shape]) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
    return tensor(name, types.float, shape, new Uint8Array(values.buffer));
  });
  const numbers = Object.entries(graph.numbers ?? {}).map(([name, values]) =>
    tensor(name, types.int64, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
  );
  const body = [
    ...graph.nodes.flatMap((node) => message(1, nodeBytes(node))),
    ...text(2, "tiny"),
    ...[...floatWeights, ...numbers].flatMap((weight) => message(5, weight)),
    ...Object.entries(graph.inputs).flatMap(([name, { type, shape }]) =>
      message(11, value(name, type, shape)),
    ),
    ...Object.entries(graph.outputs).flatMap(([name, shape]) => message(12, value(name, "float", shape))),
  ];
  const operators = [...text(1, ""), ...number(2, 13)];
  return Uint8Array.from([...number(1, 8), ...message(8, operators), ...message(7, body)]);
}

function nodeBytes({ op, inputs, output, attributes = {} }: Node): Bytes {
  const given = Object.entries(attributes).flatMap(([name, value]) => {
    const kind =
      typeof value === "number"
        ? [...number(3, value), ...number(20, 2)]
        : [...value.flatMap((one) => number(8, one)), ...number(20, 7)];
    return message(5, [...text(1, name), ...kind]);
  });
  return [...inputs.flatMap((input) => text(1, input)), ...text(2, output), ...text(4, op), ...given];
}

function tensor(name: string, type: number, shape: readonly number[], raw: Uint8Array): Bytes {
  const sizes = shape.flatMap((size) => number(1, size));
  return [...sizes, ...number(2, type), ...text(8, name), ...message(9, [...raw])];
}

function value(name: string, type: keyof typeof types, shape: Shape): Bytes {
  const sizes = shape.flatMap((size, i) => message(1, size === null ? text(2, `size${i}`) : number(1, size)));
  return [...text(1, name), ...message(2, message(1, [...number(1, types[type]), ...message(2, sizes)]))];
}

function message(field: number, body: Bytes): number[] {
  return [...variable(field * 8 + 2), ...variable(body.length), ...body];
}

function text(field: number, words: string): number[] {
  return message(field, [...Buffer.from(words)]);
}

function number(field: number, whole: number): number[] {
  return [...variable(field * 8), ...variable(whole)];
}

/** Seven bits a byte, the lowest first; a negative number as its 64-bit complement. */
function variable(whole: number): number[] {
  const bytes: number[] = [];
  for (let left = BigInt.asUintN(64, BigInt(whole)); ; left >>= 7n) {
    const low = Number(left & 127n);
    if (left < 128n) return [...bytes, low];
    bytes.push(low | 128);
  }
}
