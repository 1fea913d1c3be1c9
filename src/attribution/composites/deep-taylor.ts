import { propagation } from './propagation/propagation.ts';
import { zPlusRule } from './propagation/rules/alpha-beta.ts';
import { type Box, boxRule, squareRule } from './propagation/rules/first.ts';

/** Deep Taylor decomposition: z-plus without biases, and where the input is read box or w-square (Montavon et al. 2017). Null for inputs without bounds. */
export const deepTaylor = (box: Box | null) => {
  const [atInput, elsewhere] = [box ? boxRule(box) : squareRule, zPlusRule(false)];
  return propagation({
    name: `deep-taylor ${box ? `${box.low} ${box.high}` : 'unbounded'}`,
    start: 'positive-logit',
    affine: ({ first }) => (first ? atInput : elsewhere),
  });
};
