import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { UnsupportedKernelError } from '../../../../src/engine/engine.ts';
import { requireKnownSettings } from '../../../../src/model/formats/tfjs-layers/ignored-settings.ts';
import { LAYER_SETTINGS, REFUSED_LAYERS } from '../../../../src/model/formats/tfjs-layers/layer-settings.ts';
import { SUPPLIED } from '../../../../src/model/formats/tfjs-layers/supplied/supplied.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model } from '../../../../src/model/model.ts';
import { runCompiled, runEager } from '../../../engine/agreement.ts';
import { relativeError } from '../../../engine/differences.ts';
import { BATCH, CASES, type Case, size, wave, write } from './layer-cases.ts';

/** Of the largest logit. Rounding alone stays near 1e-6. */
const TOLERANCE = 1e-5;

async function logitsOf(model: Model): Promise<Record<string, Float32Array>> {
  const shape = [BATCH, ...model.inputShape];
  const x = tf.tensor(
    wave(size(shape), (i) => Math.cos(0.9 * i)),
    shape,
  );
  const weights = Object.fromEntries(
    model.weights.map((spec) => [spec.name, tf.tensor(model.trained.get(spec.name)!, [...spec.shape])]),
  );
  const run = ({ x: at }: Record<string, tf.Tensor>, given: ReadonlyMap<string, tf.Tensor>) => ({
    logits: model.apply(at, given),
    gradient: tf.grad((inner: tf.Tensor) => tf.sum<tf.Scalar>(model.apply(inner, given)))(at),
  });
  const eager = tf.tidy(() => Float32Array.from(model.apply(x, new Map(Object.entries(weights))).dataSync()));
  // Without a kernel for it the program runs as it is, here as in a run.
  const runs = await runCompiled(run, { x }, weights).catch((error) => {
    if (!(error instanceof UnsupportedKernelError)) throw error;
    return runEager(run, { x }, weights);
  });
  tf.dispose([x, ...Object.values(weights)]);
  return { eager, compiled: runs.logits, gradient: runs.gradient };
}

describe('layers give what Keras gives, whatever their settings', () => {
  test.each(CASES.map((one) => [`${one.kind} ${JSON.stringify(one.config)}`, one] as const))(
    '%s',
    async (_, one) => {
      const model = await loadModel(await write(one));
      const { eager, compiled, gradient } = await logitsOf(model);
      model.dispose();
      const expected = Float32Array.from(one.logits);
      expect(relativeError(expected, eager), `eager ${eager}, Keras ${expected}`).toBeLessThan(TOLERANCE);
      expect(relativeError(expected, compiled), `compiled ${compiled}, Keras ${expected}`).toBeLessThan(
        TOLERANCE,
      );
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  );
});

describe('the table of settings', () => {
  /** Tested on their own: indices in place of numbers, and cells within the layers that they belong to. */
  const ELSEWHERE = new Set(['Embedding', 'SimpleRNNCell', 'LSTMCell', 'GRUCell']);

  test.each(Object.keys(LAYER_SETTINGS).filter((kind) => !ELSEWHERE.has(kind)))(
    'every setting of %s that is computed has a case above',
    (kind) => {
      const cases = CASES.filter((one) => one.kind === kind);
      const supplied = SUPPLIED.filter((one) => one.kind === kind).flatMap((one) => one.settings);
      const settings = Object.entries(LAYER_SETTINGS[kind]).filter(([, own]) => own === 'computed');
      const names = new Set([...settings.map(([name]) => name), ...supplied]);
      const missing = [...names].filter((name) => !cases.some(({ config }) => name in config));
      expect(missing).toEqual([]);
    },
  );

  const limited = Object.entries(LAYER_SETTINGS).flatMap(([kind, settings]) =>
    Object.entries(settings).flatMap(([name, own]) =>
      typeof own === 'string' ? [] : [[kind, name] as const],
    ),
  );
  test.each(limited)('%s refuses another value of %s by name', (kind, setting) => {
    const topology = { class_name: kind, config: { name: 'odd', [setting]: 'another' } };
    expect(() => requireKnownSettings(topology, 'model.json')).toThrow(
      `model.json: layer "odd": expected ${kind} with ${setting} `,
    );
  });

  test('names every layer of TensorFlow.js that Keras 2 has', () => {
    const { classNameMap } = tf.serialization.SerializationMap.getMap();
    const ours = new Set(SUPPLIED.map(({ layer: own }) => own.className));
    const isLayer = (name: string) => classNameMap[name][0].prototype instanceof layers.layers.Layer;
    const known = new Set([...Object.keys(LAYER_SETTINGS), ...Object.keys(REFUSED_LAYERS)]);
    const others = Object.keys(classNameMap).filter(
      (name) => isLayer(name) && !known.has(name) && !ours.has(name),
    );
    // Models are looked into, and the rest is of another library, for text.
    expect(others.sort()).toMatchInlineSnapshot(`
      [
        "Functional",
        "Model",
        "Sequential",
      ]
    `);
  });

  test('a setting that nobody knows is left aside with a notice', async () => {
    const one: Case = { ...CASES[0], config: { ...CASES[0].config, invented: 1 } };
    const model = await loadModel(await write(one));
    expect(model.notices).toEqual(['settings of layers that are not known are left aside: invented of l']);
    model.dispose();
  });

  test.each(['float32', 'float64', { class_name: 'Policy', config: { name: 'mixed_float16' } }])(
    'dtype %j is computed in float32',
    async (dtype) => {
      const one: Case = { ...CASES[0], config: { ...CASES[0].config, dtype } };
      const model = await loadModel(await write(one));
      const { compiled } = await logitsOf(model);
      expect(relativeError(Float32Array.from(one.logits), compiled)).toBeLessThan(TOLERANCE);
      model.dispose();
    },
  );
});
