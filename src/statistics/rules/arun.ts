import { mean } from 'simple-statistics';
import type { Rule } from './rule.ts';

/** Pairs of maps of different images that the bound is taken from. */
const PAIRS = 50;

/**
 * Arun et al. 2021: a method passes where the mean SSIM after full randomization lies below the mean SSIM of 50 pairs of
 * trained maps of different images. One draw, no interval.
 */
export const arun: Rule = {
  name: 'arun',
  says: 'mean SSIM once all layers are random below that of 50 pairs of different images passes (Arun et al. 2021)',
  judge({ metric, full, scores, floor }) {
    if (metric !== 'ssim' || !full) return null;
    const defined = (values: Float64Array) => Array.from(values).filter((score) => !Number.isNaN(score));
    const [own, others] = [defined(scores), defined(floor).slice(0, PAIRS)];
    if (own.length === 0 || others.length === 0) return null;
    const [value, bound] = [mean(own), mean(others)];
    return { value, low: null, high: bound, status: value < bound ? 'passed' : 'failed' };
  },
};
