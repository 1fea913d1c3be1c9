import type { Check } from './check.ts';
import { withoutPixels } from './relearning/without-pixels.ts';

/**
 * Keep and retrain (Hooker et al. 2019): networks learn images without the pixels that a map calls least relevant. If the others matter,
 * the networks have to be right more often than those that lack as many random pixels.
 */
export const kar: Check = withoutPixels({
  name: 'kar',
  description:
    'keep and retrain: networks learn images without the least relevant pixels, and have to be better than without random ones (Hooker et al. 2019)',
  order: 'least',
  gated: {
    name: 'accuracy-above-random',
    short: 'acc+',
    means:
      'By how much networks that learnt images without the least relevant pixels are more accurate than those that lack as many random ones.',
    sign: 1,
  },
  words: {
    says: 'In all training images and inputs the least relevant pixels are replaced by the mean of the training images, and networks are trained anew on what is left. They have to be more accurate than networks that lack as many random pixels.',
    direction: 'retrained without the least relevant pixels',
    after: () => 'where networks are retrained without the least relevant pixels',
  },
});
