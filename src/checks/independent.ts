import { namedCondition } from './check.ts';
import { condition, randomLayers } from './random-layers.ts';

/** Logits have to move so far, in SDs of the trained ones, for a layer to be asked about: less is too little to show. */
const TELLING_SHIFT = 0.5;

const EACH = 'each';

/** One layer at a time is random, all others stay trained (Adebayo et al. 2018, section 3.2). */
export const independent = randomLayers({
  name: 'independent',
  description:
    'model parameter randomization (MPRT), independent: one layer at a time is random (Adebayo et al. 2018, section 3.2)',
  cumulative: false,
  conditions: ({ groups }) =>
    groups.map((group, i) =>
      condition('independent', group, [group], { aliases: i === 0 ? ['output'] : [] }),
    ),
  gatedAt: [EACH],
  gateNames: [EACH],
  gated: (gate, conditions, logitShift) => {
    const named = namedCondition(gate, conditions);
    if (named.length > 0 || gate.stage !== EACH) return named;
    return conditions.filter((one) => logitShift(one) >= TELLING_SHIFT);
  },
  words: {
    says: 'One layer is random at a time; all others keep their trained weights.',
    direction: 'one layer random at a time',
    after: (stage) =>
      stage === 'output'
        ? 'after the output layer alone is random'
        : `after the layer "${stage}" alone is random`,
  },
});
