import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../src/model/load.ts';
import { runCompiled } from '../../engine/agreement.ts';
import { relativeError } from '../../engine/differences.ts';
import { refusal } from '../networks.ts';
import { attribute, GraphBuilder } from './graph-builder.ts';

type Value = number | boolean | string | readonly number[] | readonly string[];

/** One operation, and what TensorFlow gives for it (golden/operations.py). */
interface Case {
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

const CASES: Case[] = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/operations.json'), 'utf8'));
const BATCH = 2;
const LOGITS = 3;
/** Of the largest logit; TensorFlow computes in float32 itself. */
const TOLERANCE = 1e-5;
const FLOATS = new Set(['epsilon', 'alpha', 'beta', 'bias', 'leakyrelu_alpha']);

const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
const wave = (shape: readonly number[], phase: number) =>
  Array.from({ length: size(shape) }, (_, i) => Math.sin(1.7 * i + phase));

function attributeOf(name: string, value: Value) {
  if (typeof value === 'boolean') return attribute.flag(value);
  if (typeof value === 'string') return attribute.text(value);
  if (typeof value === 'number') return FLOATS.has(name) ? attribute.float(value) : attribute.int(value);
  return typeof value[0] === 'string'
    ? attribute.texts(value as string[])
    : attribute.ints(value as number[]);
}

function write({ op, attr, shape, constants, outputs }: Case): Promise<string> {
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

describe('operations give what TensorFlow gives, whatever their attributes', () => {
  test.each(CASES.map((one) => [`${one.op} ${JSON.stringify(one.attr)}`, one] as const))(
    '%s',
    async (_, one) => {
      const model = await loadModel(await write(one));
      const shape = [BATCH, ...one.shape];
      const x = tf.tensor(wave(shape, 0.5), shape);
      const weights = Object.fromEntries(
        model.weights.map((spec) => [spec.name, tf.tensor(model.trained.get(spec.name)!, [...spec.shape])]),
      );
      const eager = tf.tidy(() =>
        Float32Array.from(model.apply(x, new Map(Object.entries(weights))).dataSync()),
      );
      const compiled = await runCompiled(
        ({ x: at }, given) => ({ logits: model.apply(at, given) }),
        { x },
        weights,
      );
      tf.dispose([x, ...Object.values(weights)]);
      model.dispose();
      const expected = Float32Array.from(one.logits);
      expect(relativeError(expected, eager), `eager ${eager}, TensorFlow ${expected}`).toBeLessThan(
        TOLERANCE,
      );
      expect(relativeError(expected, compiled.logits), 'compiled').toBeLessThan(TOLERANCE);
    },
  );
});

describe('what the converter would read over is refused by the node', () => {
  const IMAGE = [6, 5, 2];
  const WINDOW = { strides: [1, 1, 1, 1], padding: 'SAME' };
  const filter = { kind: 'w', shape: [3, 3, 2, 2] };
  const refused: [string, Case['attr'], Case['constants'], string][] = [
    ['Conv2D', { ...WINDOW, strides: [1, 1, 1, 2] }, [filter], 'strides [1,1,1,2] over inputs or channels'],
    ['MaxPool', { ...WINDOW, ksize: [1, 2, 2, 2] }, [], 'ksize [1,2,2,2] over inputs or channels'],
    [
      'MaxPool',
      {
        ksize: [1, 2, 2, 1],
        strides: [1, 1, 1, 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, 1, 1, 1, 1, 0, 0],
      },
      [],
      'explicit padding of a pooling',
    ],
    [
      'FusedBatchNormV3',
      { is_training: true, epsilon: 0.001 },
      [0, 1, 2, 3].map(() => ({ kind: 'p', shape: [2] })),
      'is_training: normalisation by the batch itself',
    ],
    ['Conv2D', { ...WINDOW, data_format: 'NCHW' }, [filter], 'the data format NCHW; only NHWC is supported'],
    [
      '_FusedConv2D',
      { ...WINDOW, fused_ops: ['Relu'], num_args: 0, dilations: [1, 1, 1, 1] },
      [filter],
      'fused_ops Relu',
    ],
    [
      'FakeQuantWithMinMaxVars',
      { num_bits: 8 },
      [{ value: -1.5 }, { value: 1.5 }],
      'rounding to whole steps',
    ],
  ];

  test.each(refused)('%s %j', async (op, attr, constants, reason) => {
    const folder = await write({ op, attr, constants, shape: IMAGE, outputs: 60, logits: [] });
    const message = await refusal(() => loadModel(folder), folder);
    expect(message).toContain(`node tested: expected operations of a static graph, found ${op} (${reason}`);
  });
});
