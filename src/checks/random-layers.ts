import type { Check, CheckWords, Condition, Group } from './check.ts';
import { namedCondition } from './check.ts';
import { modelUnchanged, untrained } from './obstacles.ts';

/** A step of a check that makes layers random. */
export function condition(
  check: string,
  { name }: Group,
  random: readonly Group[],
  { aliases = [], unrelated = false }: { aliases?: readonly string[]; unrelated?: boolean } = {},
): Condition {
  return {
    check,
    name,
    aliases,
    groups: random.map((group) => group.name),
    layers: random.flatMap(({ members }) => members),
    unrelated,
  };
}

/** The metrics of gates where a check names none. */
export const GATED_ON = ['spearman-abs', 'spearman-signed', 'ssim'];

export const UNCHANGED =
  'The map of an image does not change at all: nothing in it comes from the weights that were randomised.';

type Own = Pick<Check, 'name' | 'description' | 'cumulative' | 'conditions' | 'gatedAt'> &
  Partial<Omit<Check, 'words'>> & {
    readonly words: Pick<CheckWords, 'says' | 'direction' | 'after'> & Partial<CheckWords>;
  };

/** A check that makes layers random: the model parameter randomization test (Adebayo et al. 2018, section 3). */
export function randomLayers({ words, ...own }: Own): Check {
  return {
    family: 'random weights',
    needs: {},
    expects: 'change',
    bound: 0.5,
    randomises: true,
    changesStatistics: true,
    draws: ({ draws }) => draws,
    progress: ({ check, name }, repetition) => `${repetition}, ${check} ${name}`,
    variant: (lab, { layers }, draw) => lab.randomised(layers, draw),
    panel: ({ name }, draw) => (draw === 0 ? name : null),
    gatedOn: GATED_ON,
    gateNames: [],
    gated: namedCondition,
    obstacles: [untrained, modelUnchanged],
    ...own,
    words: {
      repetition: 'draw',
      usual: 'five',
      reference: 'trained',
      models: 'random models',
      cause: 'the weights',
      unchanged: UNCHANGED,
      nullModels: 'two random models',
      ...words,
    },
  };
}
