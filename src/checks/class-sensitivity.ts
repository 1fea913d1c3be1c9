import { type Check, conditionOf, namedCondition } from './check.ts';
import type { Lab } from './lab.ts';
import { untrained } from './obstacles.ts';

const name = 'class-sensitivity';

const AFTER: Readonly<Record<string, string>> = {
  second: 'where the second most likely class is explained instead',
  'least-likely': 'where the least likely class is explained instead',
  random: 'where a random other class is explained instead',
};

/** Another class of the same network is explained: its map has to differ (random logit, Sixt et al. 2020). */
export const classSensitivity: Check = {
  name,
  description:
    'class discriminativeness (random logit): another class of the same network is explained (Sixt et al. 2020)',
  family: 'other classes',
  needs: { classes: 2 },
  expects: 'change',
  bound: 0.5,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: () => [
    conditionOf(name, 'second', { fixed: true }),
    conditionOf(name, 'least-likely', { fixed: true }),
    conditionOf(name, 'random'),
  ],
  draws: ({ draws }) => draws,
  progress: ({ name: stage }, repetition) => `${repetition}, ${stage} class`,
  variant: (lab, { name: stage }, draw) => ({
    key: `class ${stage}`,
    made: async () => ({ targets: otherClasses(lab, stage, draw) }),
  }),
  panel: ({ name: stage }, draw) => (draw === 0 ? stage : null),
  caption: (lab, at, draw, input) =>
    `class ${(at === null ? lab.facts.targets : otherClasses(lab, at.name, draw))[input]}`,
  gatedAt: ['least-likely', 'random'],
  // Where one logit rises with the same pixels with which another falls, sizes say nothing: signs do.
  gatedOn: [
    { metric: 'spearman-signed', only: 'signed' },
    { metric: 'spearman-abs', only: 'unsigned' },
  ],
  gateNames: [],
  gated: namedCondition,
  inapplicable: (view, classes) =>
    view === 'abs' && classes < 3 ? 'of two classes the maps differ in their signs alone' : null,
  obstacles: [untrained],
  words: {
    repetition: 'draw',
    usual: 'five',
    reference: 'explained class',
    models: 'maps of other classes',
    pair: 'the maps of the explained and of other classes',
    cause: 'the class',
    unchanged:
      'The map of an image does not change at all: nothing in it comes from the class that is explained.',
    says: 'Another class of the same network is explained, and its map is compared with that of the explained class.',
    direction: 'another class explained',
    nullModels: 'not measured',
    after: (stage) => AFTER[stage] ?? `at the condition "${stage}"`,
  },
};

/** A class other than the explained one for every input: the most or the least likely of them, or any as likely. */
export function otherClasses(lab: Pick<Lab, 'facts' | 'choice'>, which: string, draw: number): Int32Array {
  const { count, classes, logits, targets } = lab.facts;
  return Int32Array.from({ length: count }, (_, input) => {
    const others = Array.from({ length: classes }, (_, c) => c).filter((c) => c !== targets[input]);
    if (which === 'random') return others[lab.choice(others.length, 'class', draw, input)];
    const sign = which === 'second' ? 1 : -1;
    const logit = (c: number) => sign * logits[input * classes + c];
    return others.reduce((best, c) => (logit(c) > logit(best) ? c : best));
  });
}
