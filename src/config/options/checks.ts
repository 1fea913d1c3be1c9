import * as z from 'zod';
import { PROFILE_NAMES, PROFILES } from '../../checks/profiles.ts';
import { CHECK_NAMES } from '../../checks/registry.ts';
import { LOOKS } from '../../statistics/looks.ts';
import { RULES } from '../../statistics/rules/registry.ts';
import { CORRECTIONS } from './choices.ts';
import { among, flag, names, number, oneOf, reported, text, typed, whole } from './kinds.ts';
import { MODEL_OPTIONS } from './model.ts';
import { option } from './option.ts';
import { movedReplicas, REPLICAS } from './replica.ts';
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

const NAMES: readonly string[] = [...CHECK_NAMES, ...PROFILE_NAMES];
const CHECKS = names(`some of ${NAMES.join(', ')}`, oneOf(NAMES));
const PROFILE_WORDS = PROFILES.map(({ name, says }) => `${name}: ${says}`).join('; ');

const QUICK_DRAWS = 3;
const LOOK_WORDS = LOOKS.map(({ inputs, draws }) => `${inputs} x ${draws}`).join(', ');
const group = 'Checks:';

/** What is done to the model, and how maps are compared and judged. */
export const CHECK_OPTIONS = {
  /**
   * What is done to model, inputs or methods: `cascade` by default. A list, or names with commas between them; `npx
   * saliency-sanity run --help` has all of them. Names of profiles stand for several: `quick`, `arun`, `all`.
   */
  checks: option(CHECKS, {
    decides: 'nothing',
    sameAs: 'orders',
  }),
  /** The same as `checks`, under its older name: `cascade` by default. */
  orders: option(CHECKS, {
    decides: 'scores',
    default: ['cascade'],
    flag: {
      ...{ group, name: 'checks', alias: 'orders' },
      help: ({ standard }) => `With commas: ${among(CHECK_NAMES, standard)}; or ${PROFILE_WORDS}`,
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
  /**
   * How much more than the network's own derivative a map may retain where it does not pass, from 0 to 1: .1 by default.
   * Where a method retains no more than that, a gate cannot tell on the network.
   */
  margin: option(number(0, 1, 'a number from 0 to 1'), {
    decides: 'verdicts',
    default: 0.1,
    planned: reported.number("How much more than the network's derivative a map may retain").optional(),
    flag: { group, help: ({ standard }) => `Retained beyond the network's derivative (${standard})` },
  }),
  /**
   * Networks beside the model, for the check `retraining`: their paths, or models that are already loaded. Each has the inputs and
   * classes of the model, in any format and architecture.
   */
  replica: option(REPLICAS, {
    // Their hashes tell them apart.
    decides: 'nothing',
    moved: movedReplicas,
    flag: {
      ...{ group, several: true },
      help: 'Another network for retraining: same inputs and classes; several with commas, or one after the other',
    },
  }),
  /** How the gates of one check are held together: `holm` (the default), so that many gates make no wrong `failed` likelier; or `none`. */
  correction: option(oneOf(CORRECTIONS), {
    decides: 'verdicts',
    default: 'holm',
    planned: reported.text(`One of ${CORRECTIONS.join(', ')}`).optional(),
    flag: { group, help: ({ standard }) => `For many gates: ${among(CORRECTIONS, standard)}` },
  }),
  /**
   * Whether to judge by other choices too: absolute, signed and positive maps, scaled in several ways. The report then says what
   * share of them gives the same verdict, and which choice turns it. False by default.
   */
  multiverse: option(flag, {
    decides: 'scores',
    default: false,
    planned: reported.flag('Whether verdicts under other planes and scalings were measured').optional(),
    flag: { group, help: 'Also judge under other planes and scalings of the maps' },
  }),
  /** Independent re-initializations. 5 by default; with 1 nothing can be decided. */
  draws: option(whole(1, 1000, 'a whole number from 1 to 1000'), {
    decides: 'scores',
    default: 5,
    quick: QUICK_DRAWS,
    decide: LOOKS.at(-1)!.draws,
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
  /**
   * Stops when it is decided: only the stages that carry gates, in looks of growing size (8 inputs x 3 draws, 16 x 4, 32 x 6,
   * 64 x 12, as far as inputs and draws go), each at its share of 1 - confidence; a method leaves once its verdict stands, or
   * once the last look would hardly decide it, a stage once its gates are decided. 64 inputs and 12 draws at most, where no other numbers are given. False by default.
   */
  decide: option(flag, {
    decides: 'scores',
    default: false,
    planned: reported.flag('Whether methods leave as soon as they are decided').optional(),
    flag: { group, help: `Stop when decided: looks of ${LOOK_WORDS}, only the stages that carry gates` },
  }),
  /** Also what rules of the literature make of the same scores: `paper`, `arun`, `sixt`. False by default. */
  compareRules: option(flag, {
    decides: 'verdicts',
    default: false,
    planned: reported.flag('Whether rules of the literature are compared').optional(),
    flag: {
      group,
      help: `Beside the verdicts, those of other people's rules: ${RULES.map(({ name }) => name).join(', ')}`,
    },
  }),
};
