import * as z from 'zod';
import { CHECK_NAMES } from '../../checks/registry.ts';
import { among, flag, names, number, oneOf, reported, text, typed, whole } from './kinds.ts';
import { MODEL_OPTIONS } from './model.ts';
import { option } from './option.ts';
import type { GateChoice } from './values.ts';

const GATE = z.strictObject({
  check: oneOf(CHECK_NAMES).optional(),
  order: oneOf(CHECK_NAMES).optional(),
  stage: text(
    '`output` or `full` of the cascade, `input` or `middle` of the cascade from the input, `each` of the layers alone, or the name of a stage',
  ),
  metric: text('the name of a metric'),
  maximum: number(0, 1, 'a number from 0 to 1').optional(),
  minimum: number(-1, 1, 'a number from -1 to 1').optional(),
});
/** The keys of a gate. */
export const GATE_KEYS: readonly string[] = Object.keys(GATE.shape);

const QUICK_DRAWS = 3;
const group = 'Checks:';

/** What is done to the model, and how maps are compared and judged. */
export const CHECK_OPTIONS = {
  /**
   * What is done to model, inputs or methods: `cascade` by default. A list, or names with commas between them; `npx
   * saliency-sanity run --help` has all of them.
   */
  checks: option(names(`some of ${CHECK_NAMES.join(', ')}`, oneOf(CHECK_NAMES)), {
    decides: 'nothing',
    sameAs: 'orders',
  }),
  /** The same as `checks`, under its older name: `cascade` by default. */
  orders: option(names(`some of ${CHECK_NAMES.join(', ')}`, oneOf(CHECK_NAMES)), {
    decides: 'scores',
    default: ['cascade'],
    flag: {
      ...{ group, name: 'checks', alias: 'orders' },
      help: ({ standard }) => `With commas: ${among(CHECK_NAMES, standard)}`,
    },
  }),
  /** Names of similarity metrics, as a list or with commas; by default `spearman-abs`, `spearman-signed`, `spearman-support`, `ssim` and `hog`. */
  metrics: option(names('names of metrics'), {
    decides: 'scores',
    default: ['spearman-abs', 'spearman-signed', 'spearman-support', 'ssim', 'hog'],
    flag: {
      group,
      help: ({ standard, metrics }) => {
        const others = metrics.filter((name) => !standard.split(', ').includes(name));
        return `With commas: ${standard} (these); ${others.join(', ')}`;
      },
    },
  }),
  /**
   * What is judged: a list of `{ check, stage, metric, maximum }`, of which `check` (`cascade`; older name `order`) and `maximum` (.5) may be left
   * out. Checks under which maps have to stay or to beat a control take a `minimum`. By default abs Spearman, signed Spearman and SSIM, each at most .5, at the stages at which each check is gated, such as
   * `output` and `full` of the cascade.
   */
  gates: option(
    typed<readonly GateChoice[]>(z.array(GATE, { error: 'a list of { check, stage, metric, maximum }' })),
    {
      decides: 'verdicts',
    },
  ),
  /** Coverage of the intervals, between .5 and 1. .95 by default. */
  confidence: option(number(0.5, 0.9999, 'a number from .5 to .9999'), {
    decides: 'verdicts',
    default: 0.95,
    planned: reported.number('Coverage of every interval'),
    flag: { group, help: ({ standard }) => `Coverage of the intervals (${standard})` },
  }),
  /** Independent re-initializations. 5 by default; with 1 nothing can be decided. */
  draws: option(whole(1, 1000, 'a whole number from 1 to 1000'), {
    decides: 'scores',
    default: 5,
    quick: QUICK_DRAWS,
    planned: reported.count('Independent re-initializations'),
    flag: { group, help: ({ standard }) => `Independent re-initializations (${standard})` },
  }),
  /**
   * A first look: 8 inputs and 3 draws where no other numbers are given, and only the stages that carry gates. False by
   * default.
   */
  quick: option(flag, {
    decides: 'scores',
    default: false,
    planned: reported.flag('Whether only the stages that carry gates were run').optional(),
    flag: {
      group,
      help: `A first look: ${MODEL_OPTIONS.limit.quick} inputs, ${QUICK_DRAWS} draws, only the stages that carry gates`,
    },
  }),
};
