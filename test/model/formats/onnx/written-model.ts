import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../networks.ts';
import { bytes, float, text, type Written, whole } from './written.ts';

export type Attribute =
  | number
  | readonly number[]
  | string
  | { floats: readonly number[] }
  | { graph: GraphText }
  | { tensor: TensorText };

export interface NodeText {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface TensorText {
  readonly name?: string;
  readonly dims: readonly number[];
  /** 1, float32, by default. */
  readonly type?: number;
  readonly raw?: ArrayLike<number>;
  readonly floats?: readonly number[];
  readonly int64?: readonly number[];
  /** Where it lies in another file. */
  readonly external?: Readonly<Record<string, string>>;
}

export interface ValueText {
  readonly name: string;
  readonly type?: number;
  readonly shape?: readonly (number | string)[];
}

export interface GraphText {
  readonly nodes: readonly NodeText[];
  readonly tensors?: readonly TensorText[];
  readonly inputs?: readonly ValueText[];
  readonly outputs: readonly string[];
}

export interface ModelText extends GraphText {
  readonly ir?: number;
  readonly set?: number;
  readonly functions?: readonly FunctionText[];
  /** Domains whose first set the file imports. */
  readonly imports?: readonly string[];
}

export interface FunctionText {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeText[];
}

export const float32 = (values: readonly number[]): Uint8Array =>
  new Uint8Array(Float32Array.from(values).buffer);

export const int64 = (values: readonly number[]): Uint8Array =>
  new Uint8Array(BigInt64Array.from(values, BigInt).buffer);

function tensor({ name, dims, type = 1, raw, floats, int64: whole64, external }: TensorText): Written {
  return [
    ...dims.flatMap((extent) => whole(1, extent)),
    ...whole(2, type),
    ...(floats ? bytes(4, float32(floats)) : []),
    ...(whole64 ?? []).flatMap((value) => whole(7, value)),
    ...(name === undefined ? [] : text(8, name)),
    ...(raw ? bytes(9, raw) : []),
    ...Object.entries(external ?? {}).flatMap(([key, value]) =>
      bytes(13, [...text(1, key), ...text(2, value)]),
    ),
    ...(external ? whole(14, 1) : []),
  ];
}

function attribute(name: string, value: Attribute): Written {
  const named = text(1, name);
  if (typeof value === 'string') return [...named, ...text(4, value), ...whole(20, 3)];
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? [...named, ...whole(3, value), ...whole(20, 2)]
      : [...named, ...float(2, value), ...whole(20, 1)];
  }
  if ('graph' in value) return [...named, ...bytes(6, graph(value.graph)), ...whole(20, 5)];
  if ('floats' in value) return [...named, ...value.floats.flatMap((one) => float(7, one)), ...whole(20, 6)];
  if ('tensor' in value) return [...named, ...bytes(5, tensor(value.tensor)), ...whole(20, 4)];
  return [...named, ...value.flatMap((one) => whole(8, one)), ...whole(20, 7)];
}

function node({ op, inputs, outputs, name = '', domain = '', attributes = {} }: NodeText): Written {
  return [
    ...inputs.flatMap((input) => text(1, input)),
    ...outputs.flatMap((output) => text(2, output)),
    ...text(3, name),
    ...text(4, op),
    ...Object.entries(attributes).flatMap(([key, value]) => bytes(5, attribute(key, value))),
    ...text(7, domain),
  ];
}

function value({ name, type = 1, shape }: ValueText): Written {
  const extents = (shape ?? []).flatMap((extent) =>
    bytes(1, typeof extent === 'number' ? whole(1, extent) : text(2, extent)),
  );
  const own = [...whole(1, type), ...(shape ? bytes(2, extents) : [])];
  return [...text(1, name), ...bytes(2, bytes(1, own))];
}

function graph({ nodes, tensors = [], inputs = [], outputs }: GraphText): Written {
  return [
    ...nodes.flatMap((one) => bytes(1, node(one))),
    ...text(2, 'graph'),
    ...tensors.flatMap((one) => bytes(5, tensor(one))),
    ...inputs.flatMap((one) => bytes(11, value(one))),
    ...outputs.flatMap((name) => bytes(12, value({ name }))),
  ];
}

const set = (domain: string, version: number) => bytes(8, [...text(1, domain), ...whole(2, version)]);

/** The bytes of an ONNX file. */
export function modelBytes({
  ir = 8,
  set: version = 17,
  functions = [],
  imports = [],
  ...own
}: ModelText): Uint8Array {
  const domains = new Set([...functions.map(({ domain }) => domain), ...imports]);
  return Uint8Array.from([
    ...whole(1, ir),
    ...bytes(7, graph(own)),
    ...set('', version),
    ...[...domains].flatMap((domain) => set(domain, 1)),
    ...functions.flatMap((one) =>
      bytes(25, [
        ...text(1, one.name),
        ...one.inputs.flatMap((input) => text(4, input)),
        ...one.outputs.flatMap((output) => text(5, output)),
        ...one.nodes.flatMap((inner) => bytes(7, node(inner))),
        ...bytes(9, [...text(1, ''), ...whole(2, version)]),
        ...text(10, one.domain),
      ]),
    ),
  ]);
}

/** Writes an ONNX file into a new folder, with files beside it. */
export async function written(
  model: ModelText | Uint8Array,
  beside: Readonly<Record<string, Uint8Array>> = {},
): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const path = join(folder, 'net.onnx');
  await writeFile(path, model instanceof Uint8Array ? model : modelBytes(model));
  for (const [name, content] of Object.entries(beside)) await writeFile(join(folder, name), content);
  return { folder, path };
}

/** Scores of two classes for three features: weights [3, 2] and a bias. */
export const LINEAR: ModelText = {
  nodes: [{ op: 'Gemm', inputs: ['x', 'fc.weight', 'fc.bias'], outputs: ['scores'], name: '/fc/Gemm' }],
  tensors: [
    { name: 'fc.weight', dims: [3, 2], raw: float32([1, 2, 3, 4, 5, 6]) },
    { name: 'fc.bias', dims: [2], raw: float32([0.5, -0.5]) },
  ],
  inputs: [{ name: 'x', shape: ['N', 3] }],
  outputs: ['scores'],
};
