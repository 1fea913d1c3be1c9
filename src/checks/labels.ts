import { type Check, type Condition, namedCondition } from './check.ts';

const name = 'labels';

/** The network is trained anew on permuted labels until it has learnt them by heart (Adebayo et al. 2018, section 4). */
export const labels: Check = {
  name,
  description:
    'data randomization: the network is trained anew on permuted labels (Adebayo et al. 2018, section 4)',
  family: 'random labels',
  needs: { training: true },
  cumulative: false,
  changesStatistics: false,
  // A training moves all layers, whichever are chosen to be made random.
  conditions: ({ allGroups }): Condition[] => [
    {
      check: name,
      name,
      aliases: ['output', 'full'],
      groups: allGroups.map((group) => group.name),
      layers: allGroups.flatMap(({ members }) => members),
      unrelated: true,
    },
  ],
  draws: ({ training }) => training?.permutations ?? 0,
  progress: (_, repetition) => repetition,
  variant: (lab, _, draw) => lab.trainedOnPermutation(draw),
  panel: (_, draw) => `permutation ${draw + 1}`,
  gatedAt: ['full'],
  gateNames: [],
  gated: namedCondition,
  words: {
    repetition: 'permutation',
    usual: null,
    reference: 'true labels',
    models: 'models trained on random labels',
    says: 'The network is trained anew on labels in random order (data randomization test).',
    direction: 'trained on random labels',
    nullModels: 'two networks trained on random labels',
    after: () => 'after training on random labels',
  },
};
