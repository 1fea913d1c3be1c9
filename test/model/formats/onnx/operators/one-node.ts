import { bytes, float, text, whole } from '../written.ts';

export type Type = 'float32' | 'uint8' | 'int8' | 'int32' | 'int64' | 'bool';

/** An array of a case: an input of the network, or a constant in its file. */
export interface Operand {
  readonly type: Type;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly constant: boolean;
}

/** An attribute: numbers with a point in front are floats. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Operand };

export interface NodeCase {
  readonly op: string;
  readonly domain?: string;
  readonly set?: number;
  readonly operands: readonly (Operand | null)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** 1 by default. */
  readonly outputs?: number;
}

const CODES: Readonly<Record<Type, number>> = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 };

function raw({ type, values }: Operand): Uint8Array {
  const arrays = {
    float32: () => Float32Array.from(values),
    uint8: () => Uint8Array.from(values),
    int8: () => Int8Array.from(values),
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(values, (v) => BigInt(v)),
    bool: () => Uint8Array.from(values),
  };
  return new Uint8Array(arrays[type]().buffer);
}

const tensor = (name: string, operand: Operand): number[] => [
  ...operand.shape.flatMap((extent) => whole(1, extent)),
  ...whole(2, CODES[operand.type]),
  ...text(8, name),
  ...bytes(9, raw(operand)),
];

function attribute(name: string, value: Attribute): number[] {
  const named = text(1, name);
  if (typeof value === 'number') return [...named, ...whole(3, value), ...whole(20, 2)];
  if (typeof value === 'string') return [...named, ...text(4, value), ...whole(20, 3)];
  if ('float' in value) return [...named, ...float(2, value.float), ...whole(20, 1)];
  if ('floats' in value) return [...named, ...value.floats.flatMap((v) => float(7, v)), ...whole(20, 6)];
  if ('tensor' in value) return [...named, ...bytes(5, tensor('', value.tensor)), ...whole(20, 4)];
  const [first] = value;
  if (typeof first === 'string')
    return [...named, ...value.flatMap((v) => text(9, v as string)), ...whole(20, 8)];
  return [...named, ...value.flatMap((v) => whole(8, v as number)), ...whole(20, 7)];
}

function described(name: string, type: Type, shape: readonly number[]): number[] {
  const dims = shape.flatMap((extent) => bytes(1, whole(1, extent)));
  const array = [...whole(1, CODES[type]), ...bytes(2, dims)];
  return [...text(1, name), ...bytes(2, bytes(1, array))];
}

/** The names of a case's outputs. */
export const outputNames = ({ outputs = 1 }: NodeCase): string[] =>
  Array.from({ length: outputs }, (_, i) => `y${i}`);

export const inputName = (index: number): string => `x${index}`;

/** The file of a network of one node. */
export function oneNode(given: NodeCase): Uint8Array {
  const { op, domain = '', set = 17, operands, attributes = {} } = given;
  const node = [
    ...operands.flatMap((operand, i) => text(1, operand ? inputName(i) : '')),
    ...outputNames(given).flatMap((name) => text(2, name)),
    ...text(3, 'node'),
    ...text(4, op),
    ...Object.entries(attributes).flatMap(([name, value]) => bytes(5, attribute(name, value))),
    ...text(7, domain),
  ];
  const present = operands.flatMap((operand, i) => (operand ? [[inputName(i), operand] as const] : []));
  const graph = [
    ...bytes(1, node),
    ...text(2, 'one'),
    ...present
      .filter(([, { constant }]) => constant)
      .flatMap(([name, operand]) => bytes(5, tensor(name, operand))),
    ...present
      .filter(([, { constant }]) => !constant)
      .flatMap(([name, { type, shape }]) => bytes(11, described(name, type, shape))),
    ...outputNames(given).flatMap((name) => bytes(12, text(1, name))),
  ];
  const versions = [['', set] as const, ...(domain ? [[domain, 1] as const] : [])];
  return Uint8Array.from([
    ...whole(1, 8),
    ...bytes(7, graph),
    ...versions.flatMap(([name, version]) => bytes(8, [...text(1, name), ...whole(2, version)])),
  ]);
}
