import { cascade } from './cascade.ts';
import type { Variant } from './lab.ts';
import { randomLayers } from './random-layers.ts';

const name = 'smooth-cascade';

/** 50 noisy inputs with an SD of .1 of the input's range (Hedström et al. 2024). */
const SMOOTHING = { draws: 50, spread: 0.1 };

const smoothed = ({ key, made }: Variant): Variant => ({
  key,
  made: async () => ({ ...(await made()), smoothing: SMOOTHING }),
});

/**
 * The cascade with every map a mean over noisy inputs, the same noise under trained and random weights: what noise in the
 * maps alone makes unlike is gone (sMPRT, Hedström et al. 2024).
 */
export const smoothCascade = randomLayers({
  ...{ name, cumulative: true, gatedAt: cascade.gatedAt },
  description:
    'smooth model parameter randomization (sMPRT): the cascade on maps that are means over 50 noisy inputs (Hedström et al. 2024)',
  family: 'random weights, smoothed maps',
  conditions: (facts) => cascade.conditions(facts).map((stage) => ({ ...stage, check: name })),
  variant: (lab, { layers }, draw) => smoothed(lab.randomised(layers, draw)),
  reference: {
    name: 'smoothed',
    variant: () => smoothed({ key: 'trained', made: async () => ({}) }),
    evaluations: SMOOTHING.draws,
  },
  evaluations: () => SMOOTHING.draws,
  words: {
    ...cascade.words,
    says: 'Layers become random one after the other from the output down to the input; every map is a mean over noisy inputs, so that its own noise does not count as a change.',
    direction: 'random from the output downwards, maps averaged over noise',
  },
});
