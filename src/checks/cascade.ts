import { depthPlaces } from './depth-places.ts';
import { condition, randomLayers } from './random-layers.ts';

/** Layers become random from the output down, one more at every stage (Adebayo et al. 2018, section 3.1). */
export const cascade = randomLayers({
  name: 'cascade',
  description:
    'model parameter randomization (MPRT), top-down: layers become random from the output down, cumulative (Adebayo et al. 2018, section 3.1)',
  cumulative: true,
  conditions: ({ groups }) =>
    groups.map((group, i) => {
      const last = i === groups.length - 1;
      const aliases = [...(i === 0 ? ['output'] : []), ...(last ? ['full'] : [])];
      return condition('cascade', group, groups.slice(0, i + 1), { aliases, unrelated: last });
    }),
  gatedAt: ['output', 'full'],
  words: {
    says: 'Layers become random one after the other from the output down to the input, and stay so (model parameter randomization).',
    direction: 'random from the output downwards',
    depth: {
      ...depthPlaces('top'),
      shows: 'what the output layer learned shows in it',
      hides: (random) =>
        `what the ${random === 1 ? 'output layer' : `top ${random} layers`} learned does not show in it`,
    },
    after: (stage) => {
      if (stage === 'full') return 'after all layers are random';
      if (stage === 'output') return 'after the output layer is random';
      return `after the layers from the output down to "${stage}" are random`;
    },
  },
});
