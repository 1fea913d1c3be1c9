import type { DepthWords } from '../statistics/verdict-words.ts';

/** How many layers are random, counted from one end of the network: "the top 3 of 4 layers are random". */
export function depthPlaces(end: 'top' | 'lowest'): Pick<DepthWords, 'made' | 'more'> {
  return {
    made: (place, stages) => {
      if (place === stages) return 'all layers are random';
      return place === 1
        ? `the ${end} one of ${stages} layers is random`
        : `the ${end} ${place} of ${stages} layers are random`;
    },
    more: (place, stages) => (place === stages ? 'all layers' : `the ${end} ${place}`),
  };
}
