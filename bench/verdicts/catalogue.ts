import { SETTINGS as DIGITS } from '../../fixtures/digits/settings.ts';
import { SETTINGS as SHAPES } from '../../fixtures/shapes/settings.ts';
import { STYLES } from './networks.ts';
import { TRAINING } from './train.ts';

/** A network of the table of verdicts. */
export interface Entry {
  /** What it is, in words. */
  readonly words: string;
  /** How many layers end in a ReLU. */
  readonly relus: number;
  /** A folder of the repository; null for one that the command trains. */
  readonly bundled: string | null;
  readonly inputs: string;
  /** The seed that its training began with. No run of it has that seed. */
  readonly trainedWith: number;
  /** Methods that it has no place for. */
  readonly without: readonly string[];
}

const digits = 'fixtures/digits/test';
const CAMS = ['grad-cam', 'guided-grad-cam'];
const GUIDED = ['guided-backprop', 'guided-grad-cam'];

const styled = (words: string, relus: number, without: readonly string[] = []): Entry => ({
  ...{ words, relus, bundled: null, inputs: digits, trainedWith: TRAINING.descent, without },
});

/** Every network of the table, by name. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  digits: {
    ...{ words: 'digits CNN', relus: 3, bundled: 'fixtures/digits/cnn', inputs: digits, without: [] },
    trainedWith: DIGITS.descent.seed,
  },
  'digits-mlp': {
    ...{ words: 'digits MLP', relus: 2, bundled: 'fixtures/digits/mlp', inputs: digits, without: CAMS },
    trainedWith: DIGITS.descent.seed,
  },
  shapes: {
    ...{ words: 'shapes, residual', relus: 7, bundled: 'fixtures/shapes/network', without: [] },
    ...{ inputs: 'fixtures/shapes/test', trainedWith: SHAPES.seed },
  },
  plain: styled('plain, as VGG', 8),
  residual: styled('residual, as ResNet', 9),
  depthwise: styled('depthwise, as MobileNet v2', 10),
  inception: styled('branches, as Inception', 22),
  dense: styled('dense, as DenseNet', 15),
  transformer: styled('transformer, as ViT', 0, GUIDED),
};

for (const name of Object.keys(STYLES)) if (!(name in ENTRIES)) throw new Error(`no entry for ${name}`);
