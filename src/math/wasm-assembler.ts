/**
 * A tiny assembler for WebAssembly modules with one imported memory and functions of 32-bit whole numbers: just enough
 * to write a SIMD loop by hand without a compiler in the build. Each instruction is a list of bytes; `code` joins them.
 *
 * Source: A. Rossberg (ed.), "WebAssembly Core Specification", release 2.0 (2022), chapter 5, Binary Format.
 */
type Bytes = readonly number[];

export interface WasmFunction {
  readonly name: string;
  /** All parameters are i32; they are locals 0, 1, 2 … */
  readonly parameters: number;
  /** Locals after the parameters, numbered on from them: first the i32, then the v128. */
  readonly integers: number;
  readonly vectors: number;
  readonly body: Bytes;
}

const type = { i32: 0x7f, v128: 0x7b, function: 0x60, none: 0x40 };

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** Signed LEB128 of a 32-bit number. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const simd = (opcode: number): Bytes => [0xfd, ...unsigned(opcode)];

/** Address on the stack; `offset` bytes are added to it; `align` is the exponent of the alignment. */
const memoryAccess = (opcode: Bytes, align: number, offset: number): Bytes => [
  ...opcode,
  align,
  ...unsigned(offset),
];

export const wasm = {
  get: (local: number): Bytes => [0x20, ...unsigned(local)],
  set: (local: number): Bytes => [0x21, ...unsigned(local)],
  integer: (value: number): Bytes => [0x41, ...signed(value)],
  add: [0x6a] as Bytes,
  multiply: [0x6c] as Bytes,
  lessThan: [0x49] as Bytes,
  isZero: [0x45] as Bytes,
  loadInteger: (offset = 0): Bytes => memoryAccess([0x28], 2, offset),
  storeFloat: (offset = 0): Bytes => memoryAccess([0x38], 2, offset),
  addFloats: [0x92] as Bytes,
  returnIf: (condition: Bytes): Bytes => [...condition, 0x04, type.none, 0x0f, 0x0b],
  /** Runs `body` until `again` (left on the stack) is 0; at least once. */
  loop: (body: Bytes, again: Bytes): Bytes => [0x03, type.none, ...body, ...again, 0x0d, 0x00, 0x0b],
  load: (offset = 0): Bytes => memoryAccess(simd(0x00), 4, offset),
  /** Four equal 32-bit whole numbers. */
  splat: (value: number): Bytes => [...signed(value).toSpliced(0, 0, 0x41), ...simd(0x11)],
  extendLow: simd(0xa7),
  extendHigh: simd(0xa8),
  shiftLeft: (bits: number): Bytes => [...wasm.integer(bits), ...simd(0xab)],
  and: simd(0x4e),
  addLanes: simd(0xe4),
  multiplyLanes: simd(0xe6),
  lane: (lane: number): Bytes => [...simd(0x1f), lane],
};

export function code(...instructions: readonly Bytes[]): Bytes {
  return instructions.flat();
}

/** The bytes of a module that imports `env.memory` and exports `functions` by name. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Bytes): Bytes => [id, ...unsigned(content.length), ...content];
  const list = (items: readonly Bytes[]): Bytes => [...unsigned(items.length), ...items.flat()];
  const text = (word: string): Bytes => list([...new TextEncoder().encode(word)].map((byte) => [byte]));
  const types = functions.map(
    ({ parameters }): Bytes => [
      type.function,
      ...list(Array.from({ length: parameters }, () => [type.i32])),
      0,
    ],
  );
  const memory: Bytes = [...text("env"), ...text("memory"), 0x02, 0x00, 0x01];
  const exports = functions.map(({ name }, i): Bytes => [...text(name), 0x00, ...unsigned(i)]);
  const bodies = functions.map(({ integers, vectors, body }): Bytes => {
    const locals = list([
      [...unsigned(integers), type.i32],
      [...unsigned(vectors), type.v128],
    ]);
    const whole = [...locals, ...body, 0x0b];
    return [...unsigned(whole.length), ...whole];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, i) => unsigned(i)))),
    ...section(7, list(exports)),
    ...section(10, list(bodies)),
  ]);
}
