import { centrePrior } from '../similarity/centre-prior.ts';
import { edgeMagnitude } from '../similarity/edge-magnitude.ts';
import { mapPlane, planeExtent } from '../similarity/planes.ts';
import { LOCALISATION, type LocalisationMeasure, localise } from '../similarity/region/localise.ts';
import { meanOfDefined } from '../statistics/scores.ts';
import { type Check, type Condition, conditionOf, type Found, namedCondition } from './check.ts';
import type { LabFacts } from './lab.ts';
import { untelling } from './localisation/untelling.ts';

const name = 'localisation';
const REGION = 'region';

const MEASURES = Object.keys(LOCALISATION) as LocalisationMeasure[];
const beyond = (measure: LocalisationMeasure): string => `${measure}-beyond-control`;

/** Over narrow columns. */
const SHORT: Readonly<Record<LocalisationMeasure, string>> = {
  'pointing-game': 'hit',
  mass: 'mass',
  rank: 'rank',
  'box-iou': 'iou',
  auprc: 'aprc',
};

const MEANS: Readonly<Record<LocalisationMeasure, string>> = {
  'pointing-game': 'Whether the largest value of a map lies in the region, or within 15 pixels of 224 of it.',
  mass: 'Share of the sum of positive values of a map that lies in the region.',
  rank: 'Share of the largest values of a map, as many as the region has pixels, that lies in the region.',
  'box-iou':
    'Overlap (intersection over union) of the box around the largest connected part above 15 % of the largest value, and the box of the region.',
  auprc: 'Area under precision and recall of the map as a detector of the region (average precision).',
};

/** Of what is found or not: images that are alike in it may be so by luck. */
const STEPS: Partial<Record<LocalisationMeasure, { readonly step: number }>> = {
  'pointing-game': { step: 1 },
};

/**
 * Maps against the place of the object (Zhang et al. 2016; Selvaraju et al. 2017; Arun et al. 2021; Arras et al. 2022): they have to
 * point to it better than a Gaussian in the middle of the image, and than edges, whichever is the better.
 */
export const localisation: Check = {
  name,
  description:
    'localisation: the map points to the object, better than the centre of the image and its edges do (Zhang et al. 2016; Arras et al. 2022)',
  family: 'regions',
  needs: { regions: true },
  reads: ['regions'],
  expects: 'beats',
  bound: 0,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: (): Condition[] => [conditionOf(name, REGION, { fixed: true })],
  draws: ({ draws }) => draws,
  progress: () => 'maps against regions',
  variant: () => ({ key: REGION, made: async () => ({}) }),
  own: {
    asTrained: true,
    quantities: [
      ...MEASURES.map((measure) => ({
        name: beyond(measure),
        short: `${SHORT[measure].slice(0, 3)}+`,
        means: `${MEANS[measure]} Less the same of the centre of the image or of its edges, whichever of the two is better.`,
        ...STEPS[measure],
      })),
      ...MEASURES.map((measure) => ({
        ...{ name: measure, short: SHORT[measure], means: MEANS[measure] },
        ...STEPS[measure],
      })),
    ],
    inapplicable: (shape) => (planeExtent(shape).spatial ? null : 'it needs inputs with rows and columns'),
    of: localised,
    untelling: (metric, scoresOf, { confidence }) => {
      const measure = MEASURES.find((each) => beyond(each) === metric);
      return measure === undefined ? null : untelling(scoresOf(measure), scoresOf(metric), confidence);
    },
  },
  panel: () => null,
  gatedAt: [REGION],
  gatedOn: ['pointing-game', 'mass', 'rank'].map((measure) => beyond(measure as LocalisationMeasure)),
  gateNames: [],
  gated: namedCondition,
  obstacles: [],
  words: {
    repetition: 'draw',
    usual: null,
    reference: 'trained',
    models: 'regions',
    cause: 'the object',
    unchanged: 'The map of an image does not change at all.',
    says: 'Each map is held against the place of the object in its image. It has to point there better than the centre of the image and its edges do, which know nothing of the network.',
    direction: 'maps against regions',
    nullModels: 'not measured',
    after: () => 'against the place of the object',
  },
};

/** Every measure of the maps of a chunk, and what it has beyond the better control. */
function localised({ ranks, reference, first, lab }: Found): Record<string, Float64Array> {
  const { values, shape, count } = reference;
  const size = values.length / count;
  const planes = Array.from({ length: count }, (_, i) => mapPlane(values, i * size, shape, ranks).values);
  const scores: Record<string, Float64Array> = {};
  for (const measure of MEASURES) {
    const found = Float64Array.from(planes, (plane, i) =>
      localise(measure, plane, regionOf(lab.facts, first + i)),
    );
    const control = controlScores(lab.facts, measure);
    scores[measure] = found;
    scores[beyond(measure)] = found.map((score, i) => score - control[first + i]);
  }
  return scores;
}

function regionOf({ regions }: LabFacts, input: number) {
  if (!regions) throw new Error('regions are asked for, and nobody has had them read');
  return regions[input];
}

/** By experiment and measure: the same controls serve every method. */
const known = new WeakMap<LabFacts, Map<LocalisationMeasure, Float64Array>>();

/** The scores of the centre of images, or of their edges: of those that are better on average over the inputs. */
export function controlScores(facts: LabFacts, measure: LocalisationMeasure): Float64Array {
  const kept = known.get(facts) ?? new Map<LocalisationMeasure, Float64Array>();
  known.set(facts, kept);
  const found = kept.get(measure) ?? bestOf(facts, measure);
  kept.set(measure, found);
  return found;
}

function bestOf(facts: LabFacts, measure: LocalisationMeasure): Float64Array {
  const [height, width] = facts.shape;
  const size = facts.inputs.length / facts.count;
  const centre = centrePrior(height, width);
  const scoresOf = (plane: (input: number) => Float64Array) =>
    Float64Array.from({ length: facts.count }, (_, i) => localise(measure, plane(i), regionOf(facts, i)));
  const scores = [
    scoresOf(() => centre),
    scoresOf((i) => edgesOfSum(facts.inputs.subarray(i * size, (i + 1) * size), height, width)),
  ];
  const [ofCentre, ofEdges] = scores.map((each) => meanOfDefined(each) ?? Number.NEGATIVE_INFINITY);
  return ofCentre >= ofEdges ? scores[0] : scores[1];
}

/** Edges of the sum of an image's channels, in the precision of maps: those of the method `edge-detector`. */
export function edgesOfSum(image: Float32Array, height: number, width: number): Float64Array {
  const channels = image.length / (height * width);
  const sums = new Float64Array(height * width);
  for (let i = 0; i < image.length; i++) sums[Math.floor(i / channels)] += image[i];
  return edgeMagnitude(sums, height, width).map(Math.fround);
}
