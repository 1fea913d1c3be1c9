import { CONVOLUTIONAL } from './propagation/operator.ts';
import { propagation } from './propagation/propagation.ts';
import { epsilonRule } from './propagation/rules/epsilon.ts';
import { type Box, boxRule } from './propagation/rules/first.ts';
import { gammaRule } from './propagation/rules/gamma.ts';

/** The box rule where the input is read, gamma in the other convolutions, epsilon in dense layers (Montavon et al. 2019). */
export const lrpGammaBox = (gamma: number, { low, high }: Box) => {
  const [atInput, inConvolutions, inDense] = [boxRule({ low, high }), gammaRule(gamma), epsilonRule()];
  return propagation({
    name: `lrp-epsilon-gamma-box ${gamma} ${low} ${high}`,
    start: 'logit',
    affine: ({ kernel, first }) => (first ? atInput : CONVOLUTIONAL.has(kernel) ? inConvolutions : inDense),
  });
};
