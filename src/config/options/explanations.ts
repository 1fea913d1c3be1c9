import * as z from 'zod';
import type { CustomMethod } from '../../attribution/custom-method.ts';
import { CALL } from '../../program.ts';
import { TARGETS } from './choices.ts';
import { among, isObject, oneOf, reported, text, typed } from './kinds.ts';
import { option } from './option.ts';
import type { MethodChoice, MethodSettings } from './values.ts';

const METHOD = 'a name, { name, ...settings } or { name, explain }, names of letters, digits and dashes';

const isNamed = (value: unknown): value is MethodSettings | CustomMethod =>
  isObject(value) &&
  typeof value.name === 'string' &&
  // It becomes a file name.
  /^[A-Za-z0-9][\w.+-]*$/.test(value.name) &&
  (value.explain === undefined || (typeof value.explain === 'function' && isTwin(value.twin)));

const isTwin = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'string' ||
  (isObject(value) && typeof value.method === 'string' && typeof value.adds === 'string');

const METHODS = z.union(
  [
    text(METHOD),
    z.array(z.union([text(METHOD), z.custom<MethodSettings | CustomMethod>(isNamed)], { error: METHOD })),
  ],
  { error: 'paper, all, names with commas, or a list of methods' },
);

const group = 'Explanations:';

/** Which maps are made. */
export const EXPLANATION_OPTIONS = {
  /**
   * `paper` by default: the methods of Adebayo et al. 2018. Of a set (`paper`, `gradients`,
   * `propagation`, `cam`, `perturbation`, `all`, `controls`), a method that
   * the model does not allow is left out with a notice; of `paper` and `all` also those of more than 250 passes that would
   * take more than a third of the work of all that is cheaper and itself. What is named is left out only where
   * the model does not allow it, and the run is then inconclusive where nothing failed.
   */
  methods: option(typed<MethodChoice>(METHODS), {
    decides: 'scores',
    default: 'paper',
    flag: {
      group,
      help: ({ standard }) =>
        `Names with commas, or paper, all (${standard}); \`${CALL} methods\` lists them`,
    },
  }),
  /** The explained class: `predicted` by the trained model (the default), the given `label`, or `repredicted`. */
  target: option(oneOf(TARGETS), {
    decides: 'scores',
    default: 'predicted',
    planned: reported.text(),
    flag: { group, help: ({ standard }) => `Explained class: ${among(TARGETS, standard)}` },
  }),
};
