/** A network that is part of the package. */
export interface BundledNetwork {
  readonly model: string;
  readonly inputs: string;
  /** A script that generates what the network can be trained on; null where there is none. */
  readonly trainingData: string | null;
}

const DIGITS = { inputs: 'fixtures/digits/test', trainingData: 'fixtures/digits/training-data.ts' };

/** Small networks trained on drawn digits, and on shapes before clutter. */
export const NETWORKS: Readonly<Record<string, BundledNetwork>> = {
  digits: { model: 'fixtures/digits/cnn', ...DIGITS },
  'digits-mlp': { model: 'fixtures/digits/mlp', ...DIGITS },
  shapes: {
    model: 'fixtures/shapes/network',
    inputs: 'fixtures/shapes/test',
    trainingData: null,
  },
};
