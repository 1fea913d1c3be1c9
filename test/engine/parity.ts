import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPOSITES } from '../../src/attribution/composites/registry.ts';
import { type Composite, withComposite } from '../../src/engine/composite.ts';
import { createEagerEngine } from '../../src/engine/eager.ts';
import type { Engine, ProgramSource, TensorFunction, Values } from '../../src/engine/engine.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model } from '../../src/model/model.ts';
import { relativeError, uniform } from './differences.ts';
import { NETWORKS, randomised } from './parity-networks.ts';
import { REFERENCE, startReference } from './reference.ts';

const BATCH = 3;

/** An engine that is compared with the eager one on the reference backend. */
export interface Compared {
  readonly name: string;
  create(): Engine | Promise<Engine>;
  /** Largest difference, of the largest value. */
  readonly tolerance: number;
}

const explained = (logits: Tensor, target: Tensor) =>
  tf.sum(tf.mul(logits, tf.oneHot(target as Tensor1D, logits.shape[1]!)));

/** What attribution methods ask of an engine, by name. */
function programs(model: Model): Record<string, TensorFunction> {
  const input = (composite: Composite): TensorFunction => {
    return ({ x, target }, weights) => {
      const logit = (t: Tensor) => explained(model.apply(t, weights), target);
      return { map: withComposite(composite, () => tf.grad(logit)(x)).result };
    };
  };
  // A zero is added to the output of a site, and the logit differentiated with respect to it.
  const site = model.sites.findLast(({ shape }) => shape.length === 3) ?? model.sites[0];
  const activation: TensorFunction = ({ x, target }, weights) => {
    let reached: Tensor | undefined;
    const logit = (probe: Tensor) => {
      const logits = model.apply(x, weights, (name, output) => {
        if (name !== site.name) return output;
        reached = tf.keep(output);
        return tf.add(output, probe);
      });
      return explained(logits, target);
    };
    const gradient = tf.grad(logit)(tf.zeros([BATCH, ...site.shape]));
    // What was kept for it would outlive the run; a copy belongs to the scope of the run.
    const copy = tf.clone(reached!);
    reached!.dispose();
    return { activation: copy, gradient };
  };
  return {
    forward: ({ x }, weights) => ({ logits: model.apply(x, weights) }),
    ...Object.fromEntries(COMPOSITES.map((composite) => [composite.name, input(composite)])),
    [`activation and gradient at ${site.kind}`]: activation,
  };
}

async function results(engine: Engine, source: ProgramSource, model: Model, inputs: Record<string, Values>) {
  const program = await engine.compile(source);
  const all: Record<string, Float32Array>[] = [];
  for (const seed of [100, 200]) {
    const bound = await program.bind(randomised(model.weights, seed));
    all.push(await bound.run(inputs));
    await bound.release();
  }
  await program.dispose();
  return all;
}

/** Tests that an engine gives the results of the eager one on the reference backend, on small networks and every composite. */
export function describeParity({ name: engineName, create, tolerance }: Compared): void {
  let compared: Engine;
  let eager: Engine;
  beforeAll(async () => {
    await startReference();
    compared = await create();
    eager = await createEagerEngine({ backend: REFERENCE, threads: 1 });
  });
  afterAll(async () => {
    await compared?.dispose();
    await eager?.dispose();
  });

  describe.each(Object.entries(NETWORKS))(`%s: ${engineName} equals eager`, (_, build) => {
    const model = modelFromLayers(build(), 'network');
    const shape = [BATCH, ...model.inputShape];
    const x = uniform(shape, 1, 0, 1).dataSync() as Float32Array;
    const target = Int32Array.of(0, 3, 4);

    test.each(Object.entries(programs(model)))('%s, under two weight sets', async (name, fn) => {
      const source: ProgramSource = {
        name,
        fn,
        inputs: { x: { shape, dtype: 'float32' }, target: { shape: [BATCH], dtype: 'int32' } },
        weights: new Map(model.weights.map((weight) => [weight.name, weight.shape])),
      };
      const expected = await results(eager, source, model, { x, target });
      const actual = await results(compared, source, model, { x, target });
      expected.forEach((outputs, i) => {
        for (const [key, values] of Object.entries(outputs)) {
          expect(values.some((value) => value !== 0)).toBe(true);
          expect(relativeError(values, actual[i][key]), key).toBeLessThan(tolerance);
        }
      });
      expect(relativeError(Object.values(expected[0])[0], Object.values(expected[1])[0])).toBeGreaterThan(
        0.1,
      );
    });
  });
}
