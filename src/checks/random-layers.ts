import type { Check, CheckWords, Condition, Group } from './check.ts';
import { namedCondition } from './check.ts';

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

type Own = Pick<Check, 'name' | 'description' | 'cumulative' | 'conditions' | 'gatedAt'> &
  Partial<Pick<Check, 'gateNames' | 'gated'>> & {
    readonly words: Pick<CheckWords, 'says' | 'direction' | 'depth' | 'after'>;
  };

/** A check that makes layers random: the model parameter randomization test (Adebayo et al. 2018, section 3). */
export function randomLayers({ words, ...own }: Own): Check {
  return {
    family: 'random weights',
    needs: {},
    changesStatistics: true,
    draws: ({ draws }) => draws,
    progress: ({ check, name }, repetition) => `${repetition}, ${check} ${name}`,
    variant: (lab, { layers }, draw) => lab.randomised(layers, draw),
    panel: ({ name }, draw) => (draw === 0 ? name : null),
    gateNames: [],
    gated: namedCondition,
    ...own,
    words: {
      repetition: 'draw',
      usual: 'five',
      reference: 'trained',
      models: 'random models',
      nullModels: 'two random models',
      ...words,
    },
  };
}
