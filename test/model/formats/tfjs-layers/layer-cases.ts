import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense, functional, inputLayer, layer, saveConverted, type Weight } from './keras2-model.ts';

/** One layer, and what Keras gives for it in float64 (golden/make.py). */
export interface Case {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly shape: readonly number[];
  /** What the layer is called on, for layers of several inputs: the input itself, or a layer of it. */
  readonly branches?: readonly ({ class_name: string; config: object } | null)[];
  readonly weights: readonly (readonly [string, readonly number[]])[];
  readonly outputs: number;
  readonly logits: readonly number[];
}

export const CASES: Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/layers.json'), 'utf8'),
);
export const BATCH = 2;
const LOGITS = 3;

export const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
export const wave = (count: number, value: (i: number) => number) =>
  Float32Array.from({ length: count }, (_, i) => value(i));

/** Branches, the layer, and a product with a fixed matrix, as a converted Keras 2 model. */
export function write({ kind, config, shape, branches, weights, outputs }: Case): Promise<string> {
  const parts = (branches ?? [null]).map((branch, i) =>
    branch ? layer(branch.class_name, `branch${i}`, ['input_1'], { ...branch.config }) : null,
  );
  const from = parts.map((part) => part?.name ?? 'input_1');
  const layers = [
    inputLayer(shape),
    ...parts.filter((part) => part !== null),
    layer(kind, 'l', from, { ...config }),
    layer('Reshape', 'flat', ['l'], { target_shape: [outputs] }),
    layer('Dense', 'last', ['flat'], { ...dense(LOGITS), use_bias: false }),
  ];
  const stored = weights.map(([name, extents], index): Weight => {
    const offset = name.includes('variance') ? 1 : 0;
    return {
      name,
      shape: extents,
      values: wave(size(extents), (i) => offset + 0.5 * Math.sin(1.7 * i + index)),
    };
  });
  const last = wave(outputs * LOGITS, (i) => Math.sin(0.3 + 1.3 * i));
  return saveConverted(functional(layers), [
    [...stored, { name: 'last/kernel', shape: [outputs, LOGITS], values: last }],
  ]);
}
