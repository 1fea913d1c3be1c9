/** A network that is part of the package, with the methods of the paper that the demo leaves out and why. */
export interface BundledNetwork {
  readonly model: string;
  readonly inputs: string;
  readonly leftOut: readonly { readonly method: string; readonly reason: string }[];
}

const COSTLY = { method: 'ig-smoothgrad', reason: 'it takes 2,500 gradients per map' };

const noConvolution = (method: string) => ({ method, reason: 'it needs a convolution' });

/** Small networks trained on drawn digits. */
export const NETWORKS: Readonly<Record<string, BundledNetwork>> = {
  digits: { model: 'fixtures/digits/cnn', inputs: 'fixtures/digits/test', leftOut: [COSTLY] },
  'digits-mlp': {
    model: 'fixtures/digits/mlp',
    inputs: 'fixtures/digits/test',
    leftOut: [COSTLY, noConvolution('grad-cam'), noConvolution('guided-grad-cam')],
  },
};
