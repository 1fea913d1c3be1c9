import '../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guided } from '../../../src/attribution/composites/guided.ts';
import { gradient as plain } from '../../../src/attribution/composites/registry.ts';
import type { Pass } from '../../../src/attribution/passes/pass.ts';
import { Programs } from '../../../src/attribution/passes/programs.ts';
import { blockSize } from '../../../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import type { Division, Engine } from '../../../src/engine/engine.ts';
import { modelFromLayers } from '../../../src/model/layers-model.ts';
import type { Model, Weights } from '../../../src/model/model.ts';
import { relativeError, uniform } from '../differences.ts';
import { NETWORKS, randomised } from '../parity-networks.ts';

const BATCH = 3;
/** Of the largest value: the same operators on the same numbers. */
const TOLERANCE = 1e-6;

const engines: Engine[] = [];
beforeAll(async () => {
  await tf.setBackend('cpu');
  engines.push(createCompiledEngine({ threads: 1 }));
  const block = await blockSize();
  if (block !== null) engines.push(createCompiledEngine({ threads: 1, block }));
});
afterAll(() => Promise.all(engines.map((engine) => engine.dispose())));

/** The second model's weights down to the layer at `level`, counted from the output, and the first one's below. */
function mixed(model: Model, lower: Weights, upper: Weights, level: number): Weights {
  const changed = new Set(model.layers.slice(0, level + 1).flatMap(({ weights }) => weights));
  return new Map([...lower].map(([name, values]) => [name, changed.has(name) ? upper.get(name)! : values]));
}

function inputsOf(model: Model) {
  const x = uniform([BATCH, ...model.inputShape], 3).dataSync() as Float32Array;
  const target = new Float32Array(BATCH * model.classes);
  for (let i = 0; i < BATCH; i++) target[i * model.classes + i] = 1;
  return { x, target };
}

describe.each(Object.keys(NETWORKS))('%s, cut below any layer', (name) => {
  const passes: [string, (model: Model) => Pass][] = [
    ['gradient', () => ({ kind: 'gradient', composite: plain })],
    ['guided gradient', () => ({ kind: 'gradient', composite: guided })],
    ['activation', ({ sites }) => ({ kind: 'activation', composite: plain, site: sites[0].name })],
  ];

  test.each(passes)('gives the %s of the whole program', async (_, passOf) => {
    const model = modelFromLayers(NETWORKS[name](), name);
    const [trained, other] = [1, 2].map((seed) => randomised(model.weights, seed));
    const inputs = inputsOf(model);
    for (const engine of engines) {
      const programs = new Programs(engine, model, BATCH);
      const pass = passOf(model);
      const division = (await programs.division(pass)) as Division;
      const levels = model.layers.map((_, level) => level);
      const cut = await division.at(levels);
      const kept = await (await cut.keep(trained)).run(inputs);
      expect(kept.bytes).toBe(division.costs(levels).at(-1)!.kept);
      for (const level of levels) {
        const weights = mixed(model, trained, other, level);
        const expected = await (await programs.bind(pass, weights)).run(inputs);
        const found = await (await cut.resume(level, weights)).run(inputs, kept);
        expect(Object.keys(found)).toEqual(Object.keys(expected));
        for (const [output, values] of Object.entries(expected)) {
          expect(relativeError(values, found[output]), `${output} at ${level}`).toBeLessThan(TOLERANCE);
        }
      }
    }
  });
});
