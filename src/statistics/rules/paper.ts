import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Rule } from './rule.ts';

/** Adebayo et al. 2018: one draw, the mean over images with a band of one standard deviation, and no verdict. */
export const paper: Rule = {
  name: 'paper',
  says: 'one draw, mean and band of one standard deviation over images, no verdict (Adebayo et al. 2018)',
  judge({ scores }) {
    const defined = Array.from(scores).filter((score) => !Number.isNaN(score));
    if (defined.length === 0) return null;
    const value = mean(defined);
    const spread = defined.length > 1 ? sampleStandardDeviation(defined) : null;
    return {
      value,
      low: spread === null ? null : value - spread,
      high: spread === null ? null : value + spread,
      status: null,
    };
  },
};
