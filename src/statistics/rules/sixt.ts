import { quantileSorted } from 'simple-statistics';
import type { Rule } from './rule.ts';

const RESAMPLES = 10_000;
const COVERAGE = 0.95;

/**
 * Sixt et al. 2020: the median over images, each score the larger one of those of the map and of the map with its signs
 * turned, with a 95 % bootstrap band over images (10,000 resamples). One draw, no verdict.
 */
export const sixt: Rule = {
  name: 'sixt',
  says: 'one draw, median over images with a bootstrap band, signs turned where that is more alike, no verdict (Sixt et al. 2020)',
  judge({ scores, flipped }) {
    const defined = Float64Array.from(scores.filter((score) => !Number.isNaN(score)));
    if (defined.length === 0) return null;
    const best = flipped ? defined.map((score) => Math.max(score, flipped(score))) : defined;
    const medians = bootstrapMedians(best.sort());
    return {
      value: quantileSorted(best as unknown as number[], 0.5),
      low: quantileSorted(medians as unknown as number[], (1 - COVERAGE) / 2),
      high: quantileSorted(medians as unknown as number[], (1 + COVERAGE) / 2),
      status: null,
    };
  },
};

/** Medians of resamples of sorted values, sorted. A resample of ranks is sorted by counting. */
function bootstrapMedians(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  const counts = new Uint16Array(n);
  const random = uniform();
  const medians = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    counts.fill(0);
    for (let k = 0; k < n; k++) counts[Math.floor(n * random())]++;
    const at = (place: number) => {
      let seen = 0;
      for (let rank = 0; rank < n; rank++) {
        seen += counts[rank];
        if (seen > place) return sorted[rank];
      }
      return sorted[n - 1];
    };
    medians[resample] = (at((n - 1) >> 1) + at(n >> 1)) / 2;
  }
  return medians.sort();
}

/** The same numbers in [0, 1) every time: mulberry32. */
function uniform(): () => number {
  let state = 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
