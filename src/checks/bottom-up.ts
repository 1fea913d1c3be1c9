import { depthPlaces } from './depth-places.ts';
import { condition, randomLayers } from './random-layers.ts';

/** Layers become random from the input up, one more at every stage. */
export const bottomUp = randomLayers({
  name: 'bottom-up',
  description:
    'model parameter randomization (MPRT), bottom-up: layers become random from the input up, cumulative (Binder et al. 2023, section 3)',
  cumulative: true,
  conditions: ({ groups }) => {
    const upwards = groups.toReversed();
    const middle = Math.floor((upwards.length - 1) / 2);
    return upwards.map((group, i) => {
      const last = i === upwards.length - 1;
      const aliases = [
        ...(i === 0 ? ['input'] : []),
        ...(i === middle && middle > 0 ? ['middle'] : []),
        ...(last ? ['full'] : []),
      ];
      return condition('bottom-up', group, upwards.slice(0, i + 1), { aliases, unrelated: last });
    });
  },
  // The last stage is that of the cascade: it would decide nothing of its own.
  gatedAt: ['input', 'middle'],
  words: {
    says: 'Layers become random one after the other from the input up to the output, and stay so.',
    direction: 'random from the input upwards',
    depth: {
      ...depthPlaces('lowest'),
      shows: 'what the layer next to the input learned shows in it',
      hides: (random, stages) =>
        `it depends on the top ${stages - random === 1 ? 'layer' : `${stages - random} layers`} only`,
    },
    after: (stage) => {
      if (stage === 'full') return 'after all layers are random';
      if (stage === 'input') return 'after the layer next to the input is random';
      if (stage === 'middle') return 'after the half of the layers that is nearer to the input is random';
      return `after the layers from the input up to "${stage}" are random`;
    },
  },
});
