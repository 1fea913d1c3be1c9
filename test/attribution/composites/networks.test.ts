import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gradientProgram,
  type Network,
  randomImages,
  randomWeights,
} from '../../../bench/networks/network.ts';
import { resnet50 } from '../../../bench/networks/resnet50.ts';
import { vitSmall } from '../../../bench/networks/vit.ts';
import { attention } from '../../../src/attribution/composites/attention.ts';
import { deepLift } from '../../../src/attribution/composites/deeplift/deeplift.ts';
import { lrpGammaBox } from '../../../src/attribution/composites/lrp-gamma-box.ts';
import type { Composite } from '../../../src/engine/composite.ts';
import { createEngine } from '../../../src/engine/create.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { relativeError } from '../../engine/differences.ts';
import { REFERENCE } from '../../engine/reference.ts';

const residual = () => resnet50({ size: 32, width: 1 / 8, classes: 4, blocks: 1 });
const transformer = () => vitSmall({ size: 16, patch: 8, width: 16, depth: 2, heads: 2, classes: 4 });
const unit = { low: 0, high: 1 };

const CASES: [string, () => Network, Composite][] = [
  ['residual', residual, deepLift({ rule: 'rescale', pooling: 'change' })],
  ['residual', residual, lrpGammaBox(0.25, unit)],
  ['transformer', transformer, attention],
];

let engines: Engine[] = [];
const notices: string[] = [];
beforeAll(async () => {
  engines = await Promise.all(
    (['compiled', 'eager'] as const).map((engine) =>
      createEngine({
        engine,
        backend: REFERENCE,
        threads: 1,
        notify: ({ message }) => notices.push(message),
      }),
    ),
  );
});
afterAll(async () => {
  for (const engine of engines) await engine.dispose();
  // Nothing falls back: every rule is made of kernels that can be compiled.
  expect(notices).toEqual([]);
});

describe('rules run compiled as they run eagerly, under random weights', () => {
  test.each(CASES.map(([kind, make, composite]) => ({ kind, make, composite })))(
    '$kind, $composite.name',
    async ({ make, composite }) => {
      const source = gradientProgram(make(), 2, composite);
      const weights = randomWeights(source.weights);
      const x = randomImages(source).map((value) => (value + 1) / 2);
      const [compiled, eager] = await Promise.all(
        engines.map(async (engine) => {
          const program = await (await engine.compile(source)).bind(weights);
          const { gradient } = await program.run({ x });
          await program.release();
          return gradient;
        }),
      );
      expect(compiled.some((value) => value !== 0)).toBe(true);
      expect(relativeError(eager, compiled)).toBeLessThan(1e-5);
    },
  );
});
