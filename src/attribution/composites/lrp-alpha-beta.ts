import { propagation } from './propagation/propagation.ts';
import { type AlphaBetaSettings, alphaBetaRule } from './propagation/rules/alpha-beta.ts';

/** Relevance by the alpha-beta rule in every layer (Bach et al. 2015, eq. 60). */
export const lrpAlphaBeta = (settings: AlphaBetaSettings) => {
  const rule = alphaBetaRule(settings);
  return propagation({
    name: `lrp-alpha-beta ${settings.alpha}${settings.bias ? '' : ' no-bias'}`,
    start: 'logit',
    affine: () => rule,
  });
};
