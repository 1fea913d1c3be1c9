import { type Check, type Condition, conditionOf, namedCondition } from './check.ts';

const name = 'settings';

const EACH = 'each';
const SEED = 'seed';

/** Noise 0 is that of the maps that others are compared with, 1 that of their ceiling. */
const OTHER_NOISE = 2;

const condition = (stage: string, methods: readonly string[], rest: Partial<Condition>): Condition =>
  conditionOf(name, stage, { ...rest, methods });

/**
 * One setting of a method at a time has another value, or its noise is drawn anew: the map has to stay (Bansal, Agarwal and
 * Nguyen 2020). Which values are tried is said by the methods.
 */
export const settings: Check = {
  name,
  description:
    'sensitivity to hyper-parameters: one setting of the method at a time is changed, or its noise (Bansal et al. 2020)',
  family: 'other settings',
  needs: {},
  expects: 'stay',
  bound: 0.5,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: ({ methods }) => {
    const names = new Set(methods.flatMap(({ variations }) => variations));
    const stochastic = methods.filter((method) => method.stochastic).map((method) => method.name);
    return [
      ...[...names].map((varied) =>
        condition(
          varied,
          methods.filter(({ variations }) => variations.includes(varied)).map((method) => method.name),
          { fixed: true },
        ),
      ),
      // The ceiling is two maps of other noise: against it this would always be all.
      ...(stochastic.length > 0 ? [condition(SEED, stochastic, { raw: true })] : []),
    ];
  },
  draws: ({ draws }) => draws,
  progress: ({ name: varied }, repetition) =>
    varied === SEED ? `${repetition}, other noise` : `setting ${varied}`,
  variant: (_, { name: varied }, draw) => ({
    key: `setting ${varied}`,
    made: async () => (varied === SEED ? { noise: OTHER_NOISE + draw } : { variation: varied }),
  }),
  panel: ({ name: varied }, draw) => (draw === 0 ? varied : null),
  gatedAt: [EACH],
  gatedOn: ['spearman-abs', 'ssim'],
  gateNames: [EACH],
  gated: (gate, conditions) => {
    const named = namedCondition(gate, conditions);
    return named.length > 0 || gate.stage !== EACH ? named : conditions;
  },
  obstacles: [],
  words: {
    repetition: 'draw',
    usual: 'five',
    reference: 'as set',
    models: 'maps with other noise',
    cause: 'its settings',
    unchanged: 'The map of an image does not change at all.',
    notApplicable: 'The method has no settings that are varied, and no noise.',
    says: 'One setting of the method at a time has another value, or its noise is drawn anew. A map that changes much shows the setting.',
    direction: 'one setting changed at a time',
    nullModels: 'not measured',
    after: (varied) => (varied === SEED ? 'with other noise of the method' : `with the setting ${varied}`),
  },
};
