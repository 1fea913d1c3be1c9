import { BATCH_NORM_MODES, INITIALIZERS } from './choices.ts';
import { among, flag, names, oneOf, reported, text, whole } from './kinds.ts';
import { option } from './option.ts';

/** The seed is the key of a counter-based generator of 32 bits. */
const LARGEST_SEED = 2 ** 32 - 1;

const GROUP = '`auto`, `layer`, `weight`, `block` or a regular expression';
const isPattern = (source: string): boolean => {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
};

const group = 'Randomization:';

/** What is random in maps and in models alike. */
export const SEED_OPTIONS = {
  /**
   * What is randomised together: `layer`, each convolution or dense layer with the normalisation that follows it; `weight`,
   * each layer with weights alone; `block`, at most 24 blocks by names or cut points; `auto` (the default), layers up to 24
   * of them, else blocks; or a regular expression on layer names.
   */
  group: option(text(GROUP).refine(isPattern, { error: `${GROUP} that is valid` }), {
    decides: 'scores',
    default: 'auto',
    flag: {
      group,
      help: ({ standard }) =>
        `Randomised together: layer, weight, block, auto, or a regular expression (${standard})`,
    },
  }),
  /** Everything random derives from it. 0 by default. */
  seed: option(whole(0, LARGEST_SEED, `a whole number from 0 to ${LARGEST_SEED}`), {
    decides: 'scores',
    default: 0,
    planned: reported.count(),
    flag: { group, help: ({ standard }) => `Everything random derives from it (${standard})` },
  }),
};

/** How models are randomised. */
export const RANDOMIZATION_OPTIONS = {
  /** Names of the layers to randomise, as a list or with commas; all by default. */
  layers: option(names('names of layers'), {
    decides: 'scores',
    flag: { group, help: 'Layers or groups to randomise, with commas (all)' },
  }),
  /** Where random values come from; `own` by default. */
  initializer: option(oneOf(INITIALIZERS), {
    decides: 'scores',
    default: 'own',
    planned: reported.text(`One of ${INITIALIZERS.join(', ')}`),
    flag: { group, help: ({ standard }) => `Random values: ${among(INITIALIZERS, standard)}` },
  }),
  /** What randomization does to BatchNorm statistics; `initialise` by default. */
  batchNorm: option(oneOf(BATCH_NORM_MODES), {
    decides: 'scores',
    default: 'initialise',
    planned: reported.text(),
    flag: { group, help: ({ standard }) => `Statistics: ${among(BATCH_NORM_MODES, standard)}` },
  }),
};

/** How stages are computed. */
export const REUSE_OPTIONS = {
  /** Whether stages share what is the same in them. True by default; false computes everything anew, to compare. */
  reuse: option(flag, {
    decides: 'nothing',
    default: true,
    flag: { group, help: ({ standard }) => `Share between stages what is the same in them (${standard})` },
  }),
};
