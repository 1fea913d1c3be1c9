import { type Check, conditionOf, namedCondition } from './check.ts';
import type { Lab, Variant } from './lab.ts';
import { untrained } from './obstacles.ts';
import { besideModel, fewInCommon, networkWorse } from './other-networks.ts';

const name = 'retraining';
const REPEATABILITY = 'repeatability';
const REPRODUCIBILITY = 'reproducibility';

const trainingName = (seed: number): string => `seed ${seed + 1}`;

/**
 * Networks of the same architecture that were trained from other seeds, and networks that the user gives: of an input to which both
 * give the explained class the maps have to be more alike than those of different inputs (Arun et al. 2021).
 */
export const retraining: Check = {
  name,
  description:
    'repeatability and reproducibility: maps of networks trained from other seeds, or of others that are given (Arun et al. 2021)',
  family: 'other networks',
  needs: { networks: true },
  reads: ['replica'],
  expects: 'stay',
  bound: 0,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: ({ networks = [], trains = false }) => [
    ...(trains ? [conditionOf(name, REPEATABILITY)] : []),
    ...networks.map((network) =>
      conditionOf(name, network.name, { aliases: [REPRODUCIBILITY], fixed: true, methods: network.methods }),
    ),
  ],
  draws: ({ training }) => training?.seeds ?? 1,
  trainings: ({ training }) =>
    Array.from({ length: training?.seeds ?? 0 }, (_, seed) => ({
      ...{ name: trainingName(seed), stream: trainingName(seed), asAccurate: true as const },
    })),
  progress: ({ name: stage }, repetition) => (stage === REPEATABILITY ? repetition : `network ${stage}`),
  variant: (lab, { name: stage }, draw) =>
    compared(lab, stage === REPEATABILITY ? lab.trained(trainingName(draw)) : lab.given(stage)),
  panel: ({ name: stage }, draw) => (stage === REPEATABILITY ? trainingName(draw) : stage),
  gatedAt: [REPEATABILITY, REPRODUCIBILITY],
  gatedOn: ['spearman-abs'],
  gateNames: [REPRODUCIBILITY],
  gated: (gate, conditions) =>
    gate.stage === REPRODUCIBILITY
      ? conditions.filter(({ aliases }) => aliases.includes(REPRODUCIBILITY))
      : namedCondition(gate, conditions),
  failsUnlikeItself: true,
  obstacles: [untrained, networkWorse, fewInCommon],
  words: {
    repetition: 'seed',
    usual: 'three',
    reference: 'trained',
    models: 'networks trained from other seeds',
    cause: 'the network',
    unchanged: 'The map of an image does not change at all.',
    notApplicable: 'No other network explains the inputs by this method.',
    says: 'Networks that were trained from other seeds, or that were given, explain the same inputs: those to which both give the same class. Their maps have to be more alike than maps of different inputs.',
    direction: 'another network that has learnt the same',
    nullModels: 'not measured',
    after: (stage) =>
      stage === REPEATABILITY ? 'in networks trained from other seeds' : `in the network ${stage}`,
  },
};

/** The variant with what is left out under it. */
function compared(lab: Lab, { key, made }: Variant): Variant {
  return {
    key,
    made: async () => {
      const change = await made();
      const beside = besideModel(lab.facts, await lab.logits(lab.facts.inputs, change));
      return { ...change, ...beside, facts: { ...change.facts, ...beside.facts } };
    },
  };
}
