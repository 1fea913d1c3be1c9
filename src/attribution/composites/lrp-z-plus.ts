import { propagation } from './propagation/propagation.ts';
import { zPlusRule } from './propagation/rules/alpha-beta.ts';

/** Relevance by the z-plus rule in every layer: alpha 1, beta 0. */
export const lrpZPlus = ({ bias }: { readonly bias: boolean }) => {
  const rule = zPlusRule(bias);
  return propagation({
    name: `lrp-z-plus${bias ? '' : ' no-bias'}`,
    start: 'logit',
    affine: () => rule,
  });
};
