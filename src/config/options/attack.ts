import { number, reported, whole } from './kinds.ts';
import { option } from './option.ts';

const group = 'Attacks (--checks attack):';

/** How inputs are attacked. */
export const ATTACK_OPTIONS = {
  /** How far the values of an attacked input may move, in 255ths of their range: 8 by default. */
  attackStrength: option(number(1e-3, 255, 'a number from .001 to 255'), {
    decides: 'scores',
    default: 8,
    planned: reported
      .number('How far values of attacked inputs may move, in 255ths of their range')
      .optional(),
    flag: {
      group,
      help: ({ standard }) => `How far values may move, in 255ths of their range (${standard})`,
    },
  }),
  /** Signed steps of a tenth of that along the gradient of a map, where it is known: 100 by default. */
  attackSteps: option(whole(1, 100_000, 'a whole number from 1 to 100000'), {
    decides: 'scores',
    default: 100,
    planned: reported.count('Steps of an attack along the gradient of a map').optional(),
    flag: { group, help: ({ standard }) => `Steps along the gradient of a map (${standard})` },
  }),
  /** Maps that a search looks at where it is not, at most: 300 by default, fewer of methods whose maps take more than 50 passes. */
  attackQueries: option(whole(1, 100_000, 'a whole number from 1 to 100000'), {
    decides: 'scores',
    default: 300,
    planned: reported.count('Maps that the search of an attack looks at, at most').optional(),
    flag: { group, help: ({ standard }) => `Maps that a search looks at (${standard})` },
  }),
};
