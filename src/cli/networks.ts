/** A network that is part of the package, with the methods of the paper that the demo leaves out and why. */
export interface BundledNetwork {
  readonly model: string;
  readonly inputs: string;
  /** A script that generates what the network can be trained on; null where there is none. */
  readonly trainingData: string | null;
  readonly leftOut: readonly { readonly method: string; readonly reason: string }[];
}

const DIGITS = { inputs: 'fixtures/digits/test', trainingData: 'fixtures/digits/training-data.ts' };

const COSTLY = { method: 'ig-smoothgrad', reason: 'it takes 2,500 gradients per map' };

const noConvolution = (method: string) => ({ method, reason: 'it needs a convolution' });

/** Small networks trained on drawn digits, and on shapes before clutter. */
export const NETWORKS: Readonly<Record<string, BundledNetwork>> = {
  digits: { model: 'fixtures/digits/cnn', ...DIGITS, leftOut: [COSTLY] },
  'digits-mlp': {
    model: 'fixtures/digits/mlp',
    ...DIGITS,
    leftOut: [COSTLY, noConvolution('grad-cam'), noConvolution('guided-grad-cam')],
  },
  shapes: {
    model: 'fixtures/shapes/network',
    inputs: 'fixtures/shapes/test',
    trainingData: null,
    leftOut: [COSTLY],
  },
};
