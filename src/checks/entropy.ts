import { histogramEntropy } from '../similarity/entropy.ts';
import { mapPlane, planeExtent } from '../similarity/planes.ts';
import type { Found } from './check.ts';
import { condition, randomLayers } from './random-layers.ts';

const name = 'entropy';
const RISE = 'entropy-rise';

/** Of fewer pixels the entropy is near the logarithm of their number, whatever the map. */
const LEAST_PIXELS = 400;

/**
 * How much more disordered a map is once all weights are random: the rise of the entropy of its histogram, as a share of
 * that of the trained map (eMPRT, Hedström et al. 2024). No similarity and no reference is needed.
 */
export const entropy = randomLayers({
  ...{ name, cumulative: false, gatedAt: ['full'], gatedOn: [RISE], expects: 'beats', bound: 0 },
  description:
    'efficient model parameter randomization (eMPRT): the entropy of the map rises once all layers are random (Hedström et al. 2024)',
  family: 'random weights, entropy',
  conditions: ({ groups }) => [condition(name, { name: 'full', members: [] }, groups)],
  own: {
    quantities: [
      {
        name: RISE,
        means:
          'How much more disordered a map is under random weights: the entropy of the histogram of its values, as a share of that of the trained map, above it.',
      },
    ],
    inapplicable: (shape) => {
      const { height, width } = planeExtent(shape);
      const pixels = height * width;
      return pixels < LEAST_PIXELS ? `it needs ${LEAST_PIXELS} pixels, found ${pixels}` : null;
    },
    of: (found) => ({ [RISE]: risesOf(found) }),
  },
  words: {
    cause: 'the weights',
    says: 'All layers become random, and the disorder of the map (the entropy of its histogram) is compared with that of the trained map: it has to rise.',
    direction: 'all layers random',
    nullModels: 'not measured',
    after: () => 'after all layers are random',
  },
});

/** (H(random) - H(trained)) / H(trained) of every map of a chunk; NaN where a map is constant or not finite. */
export function risesOf({
  ranks,
  reference,
  changed,
}: Pick<Found, 'ranks' | 'reference' | 'changed'>): Float64Array {
  const { shape, count } = changed;
  const size = changed.values.length / count;
  return Float64Array.from({ length: count }, (_, i) => {
    const [before, after] = [reference, changed].map(({ values }) =>
      histogramEntropy(mapPlane(values, i * size, shape, ranks).values),
    );
    return (after - before) / before;
  });
}
