import { propagation } from './propagation/propagation.ts';
import { type EpsilonSettings, epsilonRule } from './propagation/rules/epsilon.ts';

/** Relevance by the epsilon rule in every layer (Bach et al. 2015, eq. 58). */
export const lrpEpsilon = (settings: EpsilonSettings) => {
  const rule = epsilonRule(settings);
  return propagation({
    name: `lrp-epsilon ${settings.epsilon}${settings.relative ? ' relative' : ''}`,
    start: 'logit',
    affine: () => rule,
  });
};
