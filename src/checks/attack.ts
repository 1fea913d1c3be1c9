import { massCentre, topPixels } from './attack/aim.ts';
import type { Attack } from './attack/candidates.ts';
import { followGradient } from './attack/follow-gradient.ts';
import { withRandomSigns } from './attack/random-signs.ts';
import { searchBlocks } from './attack/search-blocks.ts';
import {
  type Check,
  type CheckSettings,
  conditionOf,
  type MethodUnderCheck,
  namedCondition,
} from './check.ts';
import type { Lab } from './lab.ts';
import type { Probe } from './probe.ts';

const name = 'attack';
const RANDOM = 'random-sign';

const AIMS = { 'top-k': topPixels, centre: massCentre } as const;

/** Steps of grey in an image, which strengths are counted in. */
const LEVELS = 255;

/** Passes that the search for one input takes where a map takes many, at most; and the fewest queries all the same. */
const MOST_PASSES = 15_000;
const FEWEST_QUERIES = 30;

/** Evaluations of a map that one step along the gradient takes, looks at the real network included. */
const OF_A_STEP = 3.2;

const AFTER: Readonly<Record<string, string>> = {
  [RANDOM]: 'under noise of random signs that leaves the prediction',
  'top-k': 'after an attack on its largest pixels that leaves the prediction',
  centre: 'after an attack on its centre of mass that leaves the prediction',
};

/**
 * Inputs within a small ball that are taken for the same class: the map has to stay (fragility of interpretations, Ghorbani, Abid and
 * Zou 2019). Noise of random signs asks about chance, the two attacks about the worst that can be found.
 */
export const attack: Check = {
  name,
  description:
    'fragility: inputs move within 8/255 of their range, the prediction stays (random signs; attacks on the largest pixels and the centre; Ghorbani et al. 2019)',
  family: 'attacked inputs',
  needs: { classes: 2 },
  reads: ['attackStrength', 'attackSteps', 'attackQueries'],
  expects: 'stay',
  bound: 0.5,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: ({ spatial = true }) => [
    conditionOf(name, RANDOM),
    // Chance plays its part within each image alone: the interval over images has it already.
    conditionOf(name, 'top-k', { fixed: true }),
    ...(spatial ? [conditionOf(name, 'centre', { fixed: true })] : []),
  ],
  draws: ({ draws }) => draws,
  progress: ({ name: stage }, repetition) =>
    stage === RANDOM ? `${repetition}, random signs` : `attack, ${stage}`,
  variant: (lab, { name: stage }, draw) => ({
    key: `attack ${stage}`,
    made: async () => {
      const { range } = lab.facts;
      const strength = lab.settings.attackStrength / LEVELS;
      if (stage === RANDOM) return { inputs: await withRandomSigns(lab, draw, { range, strength }) };
      const against = AIMS[stage as keyof typeof AIMS];
      return {
        perturbed: (probe) => attacked(probe, lab, { against, range, strength, purpose: `attack ${stage}` }),
      };
    },
  }),
  evaluations: ({ name: stage }, { attackSteps, attackQueries }, { differentiable, passes }) => {
    if (stage === RANDOM) return 1;
    return 1 + (differentiable ? Math.ceil(OF_A_STEP * attackSteps) : queriesOf(passes, attackQueries));
  },
  measures: ['top-intersection'],
  tells: ({ methods }, settings) => waysOf(methods, settings),
  showsInputs: true,
  panel: ({ name: stage }, draw) => (draw === 0 ? stage : null),
  gatedAt: [RANDOM, ...Object.keys(AIMS)],
  gatedOn: ['spearman-abs', 'top-intersection'],
  gateNames: [],
  gated: namedCondition,
  obstacles: [],
  words: {
    repetition: 'draw',
    usual: 'five',
    reference: 'as given',
    models: 'attacked inputs',
    pair: 'the maps of inputs as given and attacked',
    cause: 'the inputs',
    unchanged: 'The map of an image does not change at all.',
    says: 'The image changes by less than one sees, and the network still takes it for the same class. A map that changes much shows more than what the network goes by.',
    direction: 'inputs changed within a small ball',
    nullModels: 'not measured',
    after: (stage) => AFTER[stage] ?? `at the condition "${stage}"`,
  },
};

/** The worst inputs that are found: along the gradient of the map where it is known, else by a search. */
function attacked(probe: Probe, lab: Lab, against: Attack): Promise<Float32Array> {
  const { attackSteps, attackQueries } = lab.settings;
  return probe.smooth
    ? followGradient(probe, probe.smooth, lab, against, attackSteps)
    : searchBlocks(probe, lab, against, queriesOf(probe.passes, attackQueries));
}

/** Queries of a search by a map that takes some passes; all of them where nobody knows. */
function queriesOf(passes: number | null | undefined, most: number): number {
  return passes ? Math.min(most, Math.max(FEWEST_QUERIES, Math.floor(MOST_PASSES / passes))) : most;
}

/** Says of every method how it is attacked. */
function waysOf(
  methods: readonly MethodUnderCheck[],
  { attackStrength, attackSteps, attackQueries }: CheckSettings,
): string[] {
  const along = methods.filter(({ differentiable }) => differentiable);
  const byQueries = new Map<number, string[]>();
  for (const method of methods.filter(({ differentiable }) => !differentiable)) {
    const queries = queriesOf(method.passes, attackQueries);
    byQueries.set(queries, [...(byQueries.get(queries) ?? []), method.name]);
  }
  const size = `${attackStrength}/${LEVELS} of the range`;
  return [
    ...(along.length > 0
      ? [
          `${along.map((each) => each.name).join(', ')}: attacked within ${size} along the gradient of the map, on the network with softplus units, in ${attackSteps} steps`,
        ]
      : []),
    ...[...byQueries].map(
      ([queries, names]) =>
        `${names.join(', ')}: attacked within ${size} by a search of ${queries} queries, random blocks of signs`,
    ),
  ];
}
