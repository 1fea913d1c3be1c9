import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attribute, GraphBuilder } from './graph-builder.ts';

type Value = number | boolean | string | readonly number[] | readonly string[];

/** One operation, and what TensorFlow gives for it (golden/operations.py). */
export interface Case {
  readonly op: string;
  readonly attr: Readonly<Record<string, Value>>;
  readonly shape: readonly number[];
  readonly constants: readonly (
    | { readonly kind: string; readonly shape: readonly number[] }
    | { readonly value: number | readonly number[] | readonly (readonly number[])[] }
  )[];
  readonly outputs: number;
  readonly logits: readonly number[];
}

export const CASES: Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/operations.json'), 'utf8'),
);
export const BATCH = 2;
const LOGITS = 3;
const FLOATS = new Set(['epsilon', 'alpha', 'beta', 'bias', 'leakyrelu_alpha']);

const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
export const wave = (shape: readonly number[], phase: number) =>
  Array.from({ length: size(shape) }, (_, i) => Math.sin(1.7 * i + phase));

function attributeOf(name: string, value: Value) {
  if (typeof value === 'boolean') return attribute.flag(value);
  if (typeof value === 'string') return attribute.text(value);
  if (typeof value === 'number') return FLOATS.has(name) ? attribute.float(value) : attribute.int(value);
  return typeof value[0] === 'string'
    ? attribute.texts(value as string[])
    : attribute.ints(value as number[]);
}

export function write({ op, attr, shape, constants, outputs }: Case): Promise<string> {
  const g = new GraphBuilder();
  g.placeholder('x', [null, ...shape]);
  const names = constants.map((constant, index) => {
    const name = `c${index}`;
    if ('kind' in constant) {
      const values = wave(constant.shape, index);
      return g.weight(
        name,
        constant.shape,
        constant.kind === 'p' ? values.map((v) => 1.5 + 0.5 * v) : values,
      );
    }
    const { value } = constant;
    if (typeof value === 'number') {
      return g.constant(name, [], Number.isInteger(value) ? 'int32' : 'float32', [value]);
    }
    const extents = Array.isArray(value[0]) ? [value.length, value[0].length] : [value.length];
    return g.constant(name, extents, 'int32', value.flat());
  });
  const attributes = Object.entries(attr).map(([name, value]) => [name, attributeOf(name, value)] as const);
  g.op('tested', op, ['x', ...names], { T: attribute.type('float32'), ...Object.fromEntries(attributes) });
  g.op('flat', 'Reshape', ['tested', g.ints('columns', [-1, outputs])], { T: attribute.type('float32') });
  g.op('y', 'MatMul', ['flat', g.weight('last', [outputs, LOGITS], wave([outputs, LOGITS], 0.3))]);
  return g.save();
}
