import { type Check, type Condition, namedCondition } from './check.ts';
import { memorisationFailed, modelUnchanged, untrained } from './obstacles.ts';
import { GATED_ON, UNCHANGED } from './random-layers.ts';

const name = 'labels';

const trainingName = (permutation: number): string => `permutation ${permutation + 1}`;

/** The network is trained anew on permuted labels until it has learnt them by heart (Adebayo et al. 2018, section 4). */
export const labels: Check = {
  name,
  description:
    'data randomization: the network is trained anew on permuted labels (Adebayo et al. 2018, section 4)',
  family: 'random labels',
  needs: { training: true },
  expects: 'change',
  bound: 0.5,
  cumulative: false,
  randomises: false,
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
  trainings: ({ training }) =>
    Array.from({ length: training?.permutations ?? 0 }, (_, permutation) => ({
      name: trainingName(permutation),
      stream: permutation,
      permutation,
    })),
  progress: (_, repetition) => repetition,
  variant: (lab, _, draw) => lab.trained(trainingName(draw)),
  panel: (_, draw) => trainingName(draw),
  gatedAt: ['full'],
  gatedOn: GATED_ON,
  gateNames: [],
  gated: namedCondition,
  obstacles: [memorisationFailed, untrained, modelUnchanged],
  words: {
    repetition: 'permutation',
    usual: null,
    reference: 'true labels',
    models: 'models trained on random labels',
    cause: 'the weights',
    unchanged: UNCHANGED,
    says: 'The network is trained anew on labels in random order (data randomization test).',
    direction: 'trained on random labels',
    nullModels: 'two networks trained on random labels',
    after: () => 'after training on random labels',
  },
};
