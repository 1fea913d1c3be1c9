import { mapPlane } from '../similarity/planes.ts';
import { type Check, conditionOf, type Found, namedCondition } from './check.ts';
import type { Filling, Lab } from './lab.ts';
import { type RankedPlane, removalCurves, SUMMARIES, type Summary } from './removal/curves.ts';
import { Forwards } from './removal/forwards.ts';
import { matchedMap } from './removal/matched-map.ts';
import { removalTraces, Traces } from './removal/traces.ts';

const name = 'faithfulness';
const ALL = 'all';
const BEYOND = 'relevance-gain-beyond-random';

/** Steps in which all pixels go. */
const STEPS = 28;

const FILLINGS: readonly Filling[] = ['mean', 'blur', 'noise', 'black'];
/** Those that the gated score is the mean of; without rows and columns there is no blur. */
const JUDGED = {
  spatial: ['mean', 'blur', 'noise'],
  table: ['mean', 'noise', 'black'],
} as const satisfies Record<string, readonly Filling[]>;

/** Over narrow columns. */
const SHORT: Readonly<Record<Summary, string>> = {
  'relevance-gain': 'srg',
  'deletion-area': 'del',
  'insertion-area': 'ins',
  aopc: 'aopc',
  selectivity: 'sel',
};

const MEANS: Readonly<Record<Summary, string>> = {
  'relevance-gain':
    'Symmetric relevance gain: the mean logit as pixels go, the least relevant first, less the same with the most relevant first. About 0 where the order says nothing.',
  'deletion-area': 'Mean probability of the class as pixels go, the most relevant first: low is good.',
  'insertion-area':
    'Mean probability of the class as pixels come back, the most relevant first, to an input that has lost all: high is good.',
  aopc: 'Area over the perturbation curve: mean drop of the logit as pixels go, the most relevant first.',
  selectivity: 'Mean logit as pixels go, the most relevant first.',
};
const SUMMARY_NAMES = Object.keys(SUMMARIES) as Summary[];

const SEGMENTED =
  'superpixels of at most 100 to an input are removed, in the order of the means of their pixels (SLIC)';
const NOT_SEGMENTED = 'inputs have no rows and columns, so that their features are removed one by one';

/**
 * Pixels are removed in the order of a map, the most relevant first and the least relevant first: what is relevant has to matter to
 * the network, more than under random maps of the same values and grain (Samek et al. 2017; Petsiuk et al. 2018; Blücher et al.
 * 2024).
 */
export const faithfulness: Check = {
  name,
  description:
    'faithfulness: pixels are removed by rank, the logit falls more than under matched random maps (Samek et al. 2017; Blücher et al. 2024)',
  family: 'removed pixels',
  needs: {},
  reads: ['removalBy'],
  expects: 'beats',
  bound: 0,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: ({ spatial = true }) => [
    conditionOf(name, ALL),
    ...FILLINGS.filter((filling) => spatial || filling !== 'blur').map((filling) =>
      conditionOf(name, filling, { fixed: true }),
    ),
  ],
  draws: ({ draws }) => draws,
  progress: ({ name: stage }, repetition) =>
    stage === ALL ? `pixels removed, ${repetition}` : `pixels removed, ${stage}`,
  variant: (_, { name: stage }) => ({ key: `removed ${stage}`, made: async () => ({}) }),
  own: {
    asTrained: true,
    quantities: [
      {
        name: BEYOND,
        short: 'srg+',
        means: `${MEANS['relevance-gain']} Less the same of a random map with the same values and as coarse a grain.`,
      },
      ...SUMMARY_NAMES.map((summary) => ({ name: summary, short: SHORT[summary], means: MEANS[summary] })),
    ],
    curves: removalTraces(STEPS, ALL),
    inapplicable: () => null,
    forwards: ({ name: stage }) => (stage === ALL ? 4 * JUDGED.spatial.length : 2) * STEPS,
    of: (found) => measured(found, STEPS),
  },
  tells: ({ spatial = true }, { removalBy }) =>
    removalBy === 'segments' ? [spatial ? SEGMENTED : NOT_SEGMENTED] : [],
  panel: () => null,
  gatedAt: [ALL],
  gatedOn: [BEYOND],
  gateNames: [],
  gated: namedCondition,
  obstacles: [],
  words: {
    repetition: 'draw',
    usual: 'five',
    reference: 'trained',
    models: 'random maps',
    worse: 'worse-than-random',
    cause: 'the pixels that matter',
    unchanged: 'The map of an image does not change at all.',
    says: 'The pixels of an image are replaced in the order of its map, once from the most relevant on and once from the least relevant on. The logit has to fall sooner where the most relevant go first, and by more than under a random map of the same values and grain.',
    direction: 'pixels removed by rank',
    nullModels: 'not measured',
    after: (stage) =>
      stage === ALL
        ? 'where pixels are removed by rank'
        : `where pixels are removed by rank and replaced (${stage})`,
  },
};

/** By experiment: what methods, conditions and draws have in common. */
const shared = new WeakMap<Lab, Forwards>();

/** Passes through the network that an experiment has in common. */
export function forwardsOf(lab: Lab): Forwards {
  const known = shared.get(lab) ?? new Forwards(lab);
  shared.set(lab, known);
  return known;
}

/** What the curves of the maps of a chunk come to, at a condition; `steps` are those in which all pixels go. */
export async function measured(found: Found, steps: number): Promise<Record<string, Float64Array>> {
  const { condition: at, lab, draw } = found;
  const planes = rankedPlanes(found).map((each) => ({ ...each, segments: segmentsOf(lab, each.input) }));
  const { all, spatial } = extentOf(lab);
  const fillings: readonly Filling[] =
    at.name === ALL ? JUDGED[spatial ? 'spatial' : 'table'] : [at.name as Filling];
  const traces = found.trace ? new Traces(planes.length, steps) : null;
  // What belongs to no draw is the same in each of them.
  const own = await summaries(lab, planes, fillings, { steps, draw: null }, draw === 0 ? traces : null);
  const scores: Record<string, Float64Array> = { ...own };
  if (at.name === ALL) {
    const [height, width] = all;
    const controls = planes.map(({ plane, ...rest }) => {
      const { input } = rest;
      const noise = new Float64Array(plane.length);
      lab.noise('matched map', draw, input, noise);
      return { ...rest, plane: matchedMap(plane, height, width, noise) };
    });
    const random = await summaries(lab, controls, fillings, { steps, draw }, traces);
    scores[BEYOND] = own['relevance-gain'].map((gain, i) => gain - random['relevance-gain'][i]);
  }
  // What cannot be ranked has no order that could be judged.
  planes.forEach(({ plane }, i) => {
    if (plane.every(Number.isFinite)) return;
    for (const values of Object.values(scores)) values[i] = Number.NaN;
    traces?.undefine(i);
  });
  traces?.tell(found.trace!);
  return scores;
}

/** Pixels that go together; null where each goes for itself. */
const segmentsOf = (lab: Lab, input: number): Int32Array | null =>
  lab.settings.removalBy === 'segments' ? lab.segments(input) : null;

function rankedPlanes({ reference, ranks, first }: Found): RankedPlane[] {
  const { values, shape, count } = reference;
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => ({
    input: first + i,
    plane: mapPlane(values, i * size, shape, ranks).values,
  }));
}

function extentOf({ facts: { shape } }: Lab) {
  const spatial = shape.length > 1;
  return { spatial, all: spatial ? [shape[0], shape[1]] : [1, shape[0]] };
}

/** Every summary of planes, the mean over some fillings. */
async function summaries(
  lab: Lab,
  planes: readonly RankedPlane[],
  fillings: readonly Filling[],
  { steps, draw }: { readonly steps: number; readonly draw: number | null },
  traces: Traces | null,
): Promise<Record<Summary, Float64Array>> {
  const sums = Object.fromEntries(
    SUMMARY_NAMES.map((summary) => [summary, new Float64Array(planes.length)]),
  ) as Record<Summary, Float64Array>;
  for (const filling of fillings) {
    const curves = await removalCurves(forwardsOf(lab), planes, filling, {
      ...{ steps, draw, insertion: draw === null },
    });
    traces?.add(curves, { random: draw !== null, share: 1 / fillings.length });
    for (const summary of SUMMARY_NAMES) {
      for (const [i, each] of curves.entries()) {
        sums[summary][i] += SUMMARIES[summary](each) / fillings.length;
      }
    }
  }
  return sums;
}
