import { InputError } from '../../errors.ts';
import { classActivation, enlargeMaps, spatialAnswer, type Weigh } from '../class-activation.ts';
import { defineMethod } from '../define-method.ts';
import { pooledSite } from '../pooled-site.ts';
import { activation } from '../requests/activation.ts';

/** A gradient that differs by more than this share of the largest is not that of an average followed by a dense layer. */
const ROUNDING = 1e-4;

/**
 * sum_k w_kc A_k, w the kernel of the dense layer behind the global average pooling, without bias and ReLU (Zhou et al. 2016, eq.
 * 1 and 2). The kernel is read from the gradient: dS/dA_k is w_kc over the number of positions, at every one of them.
 */
const kernel: Weigh = ({ gradient, pixels, channels }) => {
  const sums = new Float64Array(channels);
  for (let i = 0; i < pixels * channels; i++) sums[i % channels] += gradient[i];
  const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  for (let i = 0; i < pixels * channels; i++) {
    if (Math.abs(gradient[i] - sums[i % channels] / pixels) <= ROUNDING * largest) continue;
    const expected = 'logits that are linear in the mean of every channel';
    throw new InputError({
      thing: 'cam',
      expected,
      found: 'a gradient that differs from position to position',
    });
  }
  return (_, channel) => sums[channel];
};

export const cam = defineMethod({
  name: 'cam',
  description: "activations before the global average pooling, weighted by the class's dense kernel",
  source: 'Zhou et al. 2016',
  family: 'cam',
  needsConvolution: true,
  needsSpatial: true,
  ranks: 'signed',
  settings: {},
  build: () => ({
    requests: (model) => [activation(pooledSite(model))],
    resolve: (model) => ({ layer: pooledSite(model).name }),
    explain: async (ask, { inputs, network }) => {
      const site = pooledSite(network);
      const read = spatialAnswer(await ask(activation(site)), site);
      return enlargeMaps(classActivation(read, false, kernel), inputs.shape);
    },
  }),
});
