import type { MethodSettings } from '../../src/config/config.ts';

/** How much is measured. */
export interface Size {
  readonly inputs: number;
  readonly draws: number;
}

/** A run of the findings: a network with the checks and methods that are measured together. */
export interface Part {
  readonly name: string;
  readonly network: string;
  /** A folder of the repository. */
  readonly model: string;
  readonly inputs: string;
  /** Names of checks and profiles. */
  readonly checks: readonly string[];
  readonly methods: readonly (string | MethodSettings)[];
  readonly size: Size;
  readonly quick: Size;
  /** Whether networks are trained for it, on drawn digits. */
  readonly trains: boolean;
}

const digits = { network: 'digits', model: 'fixtures/digits/cnn', inputs: 'fixtures/digits/test' };
const shapes = { network: 'shapes', model: 'fixtures/shapes/network', inputs: 'fixtures/shapes/test' };

const METHODS = [
  'gradient',
  { name: 'smoothgrad', draws: 25 },
  { name: 'smoothgrad-squared', draws: 25 },
  { name: 'vargrad', draws: 25 },
  'input-x-gradient',
  { name: 'integrated-gradients', steps: 20 },
  ...['guided-backprop', 'grad-cam', 'guided-grad-cam', 'occlusion'],
  ...['edge-detector', 'fresh-noise'],
];
/** Thousands of passes a map: for the check that is about their settings alone. */
const MASKS = [
  { name: 'lime', samples: 500 },
  { name: 'mask-perturbation', steps: 100 },
];
/** Those that Hooker et al. speak of. */
const RELEARNT = ['gradient', 'guided-backprop', 'smoothgrad-squared', 'vargrad', 'fresh-noise'];
const QUICK = { inputs: 6, draws: 2 };

/** Every run of the findings, in the order of the page. */
export const PARTS: readonly Part[] = [
  {
    ...{ name: 'digits', ...digits, checks: ['all'], methods: METHODS, trains: false },
    ...{ size: { inputs: 12, draws: 3 }, quick: QUICK },
  },
  {
    ...{ name: 'digits-masks', ...digits, checks: ['settings'], methods: MASKS, trains: false },
    ...{ size: { inputs: 6, draws: 2 }, quick: { inputs: 4, draws: 2 } },
  },
  {
    // An attack takes hundreds of maps of each image: too many for the profile above.
    ...{ name: 'digits-attacked', ...digits, checks: ['attack'], methods: METHODS, trains: false },
    ...{ size: { inputs: 8, draws: 3 }, quick: { inputs: 3, draws: 2 } },
  },
  {
    // Every map is a mean over 50 noisy inputs: too much for the profile above.
    ...{ name: 'digits-smoothed', ...digits, checks: ['smooth-cascade'], methods: METHODS, trains: false },
    ...{ size: { inputs: 6, draws: 3 }, quick: { inputs: 3, draws: 2 } },
  },
  {
    ...{ name: 'shapes', ...shapes, methods: METHODS, trains: false },
    checks: ['cascade', 'class-sensitivity', 'input-shift', 'entropy', 'localisation', 'faithfulness'],
    ...{ size: { inputs: 8, draws: 3 }, quick: QUICK },
  },
  {
    ...{ name: 'digits-trained', ...digits, checks: ['labels', 'retraining'], trains: true },
    methods: METHODS,
    ...{ size: { inputs: 16, draws: 3 }, quick: QUICK },
  },
  {
    // Networks are trained for every method and share of pixels: of the perceptron they take seconds.
    ...{ name: 'digits-mlp-relearnt', network: 'digits perceptron', model: 'fixtures/digits/mlp' },
    ...{ inputs: digits.inputs, checks: ['roar'], trains: true },
    ...{ methods: RELEARNT, size: { inputs: 64, draws: 3 }, quick: QUICK },
  },
  {
    ...{ name: 'digits-mlp-kept', network: 'digits perceptron', model: 'fixtures/digits/mlp' },
    ...{ inputs: digits.inputs, checks: ['kar'], trains: true },
    ...{ methods: RELEARNT, size: { inputs: 64, draws: 3 }, quick: QUICK },
  },
];
