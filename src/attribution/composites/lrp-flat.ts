import { CONVOLUTIONAL } from './propagation/operator.ts';
import { propagation } from './propagation/propagation.ts';
import { alphaBetaRule } from './propagation/rules/alpha-beta.ts';
import { epsilonRule } from './propagation/rules/epsilon.ts';
import { flatRule } from './propagation/rules/first.ts';

/** The flat rule where the input is read, alpha-beta in the other convolutions, epsilon in dense layers (Kohlbrenner et al. 2020). */
export const lrpFlat = ({ alpha }: { readonly alpha: number }) => {
  const [inConvolutions, inDense] = [alphaBetaRule({ alpha, bias: true }), epsilonRule()];
  return propagation({
    name: `lrp-epsilon-plus-flat ${alpha}`,
    start: 'logit',
    affine: ({ kernel, first }) => (first ? flatRule : CONVOLUTIONAL.has(kernel) ? inConvolutions : inDense),
  });
};
