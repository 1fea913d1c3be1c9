import { CHECK_NAMES, CHECKS } from '../../checks/registry.ts';
import { METRICS as KNOWN_METRICS } from '../../similarity/registry.ts';
import { listing, metricWords } from '../../statistics/wording.ts';

/** A word of the reports, explained for somebody who meets it for the first time. */
export interface Term {
  /** Stable, lower case, as in report.json where the word stands there: `ceiling`, `spearman-abs`, `not-reproducible`. */
  readonly key: string;
  /** How it is written over its explanation. */
  readonly name: string;
  /** Plain sentences. */
  readonly says: string;
  /** Where the docs say more: a file of the folder docs and its heading, `science.md#references`. */
  readonly docs: string;
  /** How sentences of a report write it: what a reporter may turn into a link. */
  readonly spellings: readonly string[];
}

const REFERENCES: Readonly<Record<string, string>> = {
  score:
    'How alike two maps of one input are by a metric: the map of the trained network and that of a random one.',
  ceiling:
    'The score of a trained map against a trained map of the same input with other noise of the method. ' +
    'It is 1 for a method without noise, and nothing can be more alike.',
  floor:
    'The mean score of trained maps of different inputs. A random network whose maps score no more than this has kept nothing.',
  null:
    'The score of two independent random networks on the same input: what architecture and input alone make alike. ' +
    'It is shown beside the scores and does not enter the verdict.',
  derivative:
    'The plain gradient of the explained output, with no rule of a method in it. Every run measures it, because some networks ' +
    'keep part of every map whatever is done to their weights: a method that retains no more than the derivative shows nothing ' +
    'against itself.',
  'retained similarity':
    'How much of a map stays once weights are random: (score − floor) / (ceiling − floor). 1 is all of it, 0 is no more than ' +
    'maps of different inputs share; below 0 the maps are even less alike than those.',
  undefined:
    'A comparison with a map that is constant or holds values that are not finite. It is counted, and never becomes 0 or 1.',
};

const VERDICTS: Readonly<Record<string, string>> = {
  gate:
    'The largest retained similarity that passes, for one metric at one stage; .5 by default. ' +
    'It passes where the whole interval lies at or below that. It fails where the whole interval lies above, and the method ' +
    'clearly retains more than the network’s own derivative; it cannot tell where the method retains no more than that, and ' +
    'is not decided otherwise.',
  interval:
    'Where the value lies with the confidence of the run, 95 % by default. Images and draws are crossed: every draw meets ' +
    'every image, and both count as samples. The interval of a retained similarity is the set of values that the data do not reject.',
  verdict:
    'Passed, failed or inconclusive: of a method under one check. Passing is necessary, not sufficient: ' +
    'the map depends on what the network learned, and may still be wrong.',
  passed: 'Every gate that can tell on this network passed: the maps change as the weights become random.',
  failed: 'Some gate failed: the maps stay much as they were although what the network learned is gone.',
  inconclusive: 'No gate failed, and some could not be decided. The reason says what is missing.',
  'not-telling':
    'No more is retained than the network’s own derivative does: this shows nothing about the method on this network.',
  open: 'An interval of a gate contains its limit, so that more images or draws would be needed.',
};

const REASONS: Readonly<Record<string, string>> = {
  'gate-exceeded':
    'A retained similarity lies above its gate, and clearly above that of the network’s own derivative.',
  'gate-missed':
    'A similarity lies below its gate, with its whole interval: the maps should have stayed, and did not.',
  'worse-than-control':
    'The score lies below that of the control, with its whole interval, or equals it in every image.',
  'worse-than-random':
    'The score lies below that of random maps, with its whole interval, or equals it in every image: what the map calls relevant matters no more than chance.',
  'ignores-model': 'The map is the same whatever the image and the weights.',
  undecided: 'An interval contains its limit; the explanation says how many draws or images would decide.',
  'one-draw': 'One draw tells nothing about the spread between draws, so that nothing is decided.',
  'not-reproducible':
    'Two maps of the same input are no more alike than maps of different ones: the ceiling is not above the floor.',
  'floor-at-ceiling':
    'Maps of different inputs are as alike as two maps of the same input: there is no room between floor and ceiling to judge in.',
  'dead-maps': 'More than a fifth of the comparisons are undefined, because maps are constant or not finite.',
  'not-applicable': 'No gate applies to maps of this kind.',
  ...Object.fromEntries(
    CHECKS.flatMap(({ obstacles }) => obstacles.map(({ reason, means }) => [reason, means])),
  ),
};

const MEANS: Readonly<Record<string, string>> = {
  check: `One way of destroying what the network learned: ${listing(CHECK_NAMES, 'or')}.`,
  method: 'An explanation method. It gives one map to an input: how much each pixel matters for the class.',
  ...Object.fromEntries(CHECKS.map(({ name, words }) => [name, words.says])),
  stage:
    'One step of a check: which layers are random. “output” is the output layer alone, “full” is all layers.',
  draw: 'One independent repetition with new random weights. Several are needed to see how much random networks differ.',
  permutation: 'One random order of the labels, with a network trained on it.',
  coverage: 'The share of all parameters that are random at a stage.',
  'logit shift':
    'How far the outputs before the softmax moved: mean |random − trained|, in standard deviations of the trained ones. ' +
    'Near 0 the network still answers as before.',
};

const METRICS: Readonly<Record<string, string>> = {
  metric: 'A way of telling how alike two maps are. Several are used, since each is blind to something.',
  'abs map': 'The size of the map: |a| summed over the colour channels of a pixel.',
  'signed map':
    'The map with its sign, summed over the colour channels of a pixel: red speaks for the class, blue against it.',
  ...Object.fromEntries(Object.values(KNOWN_METRICS).map(({ name, words }) => [name, words.says])),
  ...Object.fromEntries(
    CHECKS.flatMap(({ own }) => (own?.quantities ?? []).map(({ name, means }) => [name, means])),
  ),
  p99: 'The 99th percentile of the absolute values of a map: the end of its own colour scale, so that single pixels do not darken the rest.',
};

/** Other ways in which sentences and heads of tables write a word. Words of the language are left alone. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  'retained similarity': ['retained similarity', 'retains'],
  gate: ['gate', 'gates'],
  interval: ['interval', 'intervals'],
  draw: ['draw', 'draws'],
  derivative: ['derivative'],
  permutation: ['permutation', 'permutations'],
  stage: ['stage', 'stages'],
  'logit shift': ['logit shift', 'logits'],
};
const IN_SENTENCES: ReadonlySet<string> = new Set([
  ...['ceiling', 'floor', 'undefined', ...Object.keys(SPELLINGS), ...Object.keys(METRICS)],
]);

const GROUPS: readonly (readonly [docs: string, Readonly<Record<string, string>>])[] = [
  ['science.md#the-question', MEANS],
  ['science.md#maps-and-similarities', METRICS],
  ['science.md#references', REFERENCES],
  ['science.md#the-verdict', { ...VERDICTS, ...REASONS }],
];

/** Every word that a report uses in a sense of its own, by subject. */
export const GLOSSARY: readonly Term[] = GROUPS.flatMap(([docs, words]) =>
  Object.entries(words).map(([key, says]) => {
    const name = key === 'open' ? 'not decided' : metricWords(key);
    return { key, name, says, docs, spellings: IN_SENTENCES.has(key) ? (SPELLINGS[key] ?? [name]) : [] };
  }),
);

const BY_KEY: ReadonlyMap<string, Term> = new Map(GLOSSARY.map((each) => [each.key, each]));

/** The term of a key; undefined for a word that is not explained, such as a metric or a check of the user's own. */
export function findTerm(key: string): Term | undefined {
  return BY_KEY.get(key);
}
