import type { Check } from './check.ts';
import { withoutPixels } from './relearning/without-pixels.ts';

/**
 * Remove and retrain (Hooker et al. 2019): networks learn images without the pixels that a map calls most relevant. If these matter, the
 * networks have to be wrong more often than those that lack as many random pixels.
 */
export const roar: Check = withoutPixels({
  name: 'roar',
  description:
    'remove and retrain: networks learn images without the most relevant pixels, and have to be worse than without random ones (Hooker et al. 2019)',
  order: 'most',
  gated: {
    name: 'accuracy-below-random',
    short: 'acc-',
    means:
      'By how much networks that learnt images without the most relevant pixels are less accurate than those that lack as many random ones.',
    sign: -1,
  },
  words: {
    says: 'In all training images and inputs the most relevant pixels are replaced by the mean of the training images, and networks are trained anew on what is left. They have to be less accurate than networks that lack as many random pixels.',
    direction: 'retrained without the most relevant pixels',
    after: () => 'where networks are retrained without the most relevant pixels',
  },
});
