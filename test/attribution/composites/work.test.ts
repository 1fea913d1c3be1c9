import '../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { modelOf } from '../../../bench/networks/model.ts';
import { type Network, shapesOf } from '../../../bench/networks/network.ts';
import { resnet50 } from '../../../bench/networks/resnet50.ts';
import { vgg16 } from '../../../bench/networks/vgg16.ts';
import { workOf } from '../../../bench/work.ts';
import { deepTaylor } from '../../../src/attribution/composites/deep-taylor.ts';
import { deepLift } from '../../../src/attribution/composites/deeplift/deeplift.ts';
import { excitation } from '../../../src/attribution/composites/excitation.ts';
import { lrpAlphaBeta } from '../../../src/attribution/composites/lrp-alpha-beta.ts';
import { lrpEpsilon } from '../../../src/attribution/composites/lrp-epsilon.ts';
import { lrpFlat } from '../../../src/attribution/composites/lrp-flat.ts';
import { lrpGammaBox } from '../../../src/attribution/composites/lrp-gamma-box.ts';
import { lrpZPlus } from '../../../src/attribution/composites/lrp-z-plus.ts';
import { patterns } from '../../../src/attribution/composites/patterns.ts';
import { estimateFunction } from '../../../src/attribution/passes/estimate-function.ts';
import type { Composite } from '../../../src/engine/composite.ts';
import { record } from '../../../src/engine/record/record.ts';
import { installCorrections } from '../../../src/engine/tfjs-corrections.ts';

beforeAll(async () => {
  installCorrections();
  await tf.setBackend('cpu');
});

const NETWORKS = {
  vgg16: () => vgg16({ size: 64, width: 1 / 4, classes: 16 }),
  resnet50: () => resnet50({ size: 64, width: 1 / 4, classes: 16, blocks: 2 }),
};

// One pass there and one back are 1; a further sum over products there or a further way back is half as much more.
test.each<[Composite, number]>([
  [lrpEpsilon({ epsilon: 1e-6, relative: true }), 1],
  [lrpZPlus({ bias: true }), 1.5],
  [deepTaylor({ low: 0, high: 1 }), 1.5],
  [excitation, 1.5],
  [lrpFlat({ alpha: 1 }), 1.5],
  [deepLift({ rule: 'rescale', pooling: 'change' }), 1.5],
  [lrpGammaBox(0.25, { low: 0, high: 1 }), 2],
  [lrpAlphaBeta({ alpha: 2, bias: true }), 2.5],
])(
  '$name takes so many gradients in convolutions, on images that keep their order',
  (composite, gradients) => {
    for (const network of ['vgg16', 'resnet50'] as const) {
      const [plain, ruled] = [workOf(NETWORKS[network]()), workOf(NETWORKS[network](), composite)];
      // Layers that read the input, where values may be negative, take more.
      expect(ruled.products / plain.products, network).toBeLessThan(1.2 * gradients);
      expect(ruled.reordered, network).toBeLessThanOrEqual(plain.reordered + 4);
    }
  },
);

/** The shapes of what an estimate finds of a network. */
function knownOf(network: Network, { estimate }: Composite) {
  const { outputs } = record({
    name: 'estimate',
    inputs: { samples: { shape: [estimate!.samples, ...network.input], dtype: 'float32' } },
    weights: shapesOf(network),
    fn: estimateFunction(modelOf(network), estimate!),
  });
  return new Map([...outputs].map(([name, { shape }]) => [name, shape]));
}

test.each(['net', 'attribution'] as const)(
  'once its patterns are known, pattern-%s takes one gradient, for any number of samples',
  (kind) => {
    for (const network of ['vgg16', 'resnet50'] as const) {
      const composite = patterns({ kind, samples: 8 });
      const known = knownOf(NETWORKS[network](), composite);
      const [plain, ruled] = [workOf(NETWORKS[network]()), workOf(NETWORKS[network](), composite, known)];
      expect(ruled.products / plain.products, network).toBeCloseTo(1, 5);
      expect(ruled.reordered, network).toBeLessThanOrEqual(plain.reordered + 4);
    }
  },
);
