import * as tfl from '@tensorflow/tfjs-layers';

const { activation, add, conv2d, dense, dot, flatten, layerNormalization, reshape } = tfl.layers;
type Tensor = tfl.SymbolicTensor;
const apply = (layer: tfl.layers.Layer, x: Tensor | Tensor[]) => layer.apply(x) as Tensor;

const PATCH = 4;
const TOKENS = (28 / PATCH) ** 2;
const WIDTH = 32;

/** One head of self-attention (Vaswani et al. 2017) with its projection. */
function attention(name: string, x: Tensor): Tensor {
  const part = (which: string) => apply(dense({ name: `${name}_${which}`, units: WIDTH }), x);
  const scores = apply(dot({ name: `${name}_scores`, axes: [2, 2] }), [part('query'), part('key')]);
  const shares = apply(activation({ name: `${name}_shares`, activation: 'softmax' }), scores);
  const mixed = apply(dot({ name: `${name}_mixed`, axes: [2, 1] }), [shares, part('value')]);
  return apply(dense({ name: `${name}_out`, units: WIDTH }), mixed);
}

/** A transformer of two blocks on patches of 4 x 4 digit pixels, as Dosovitskiy et al. (2020), all tokens read out. */
export function buildTransformer(): tfl.LayersModel {
  const image = tfl.input({ name: 'image', shape: [28, 28, 1] });
  const patches = conv2d({ name: 'patches', filters: WIDTH, kernelSize: PATCH, strides: PATCH });
  let x = apply(reshape({ name: 'tokens', targetShape: [TOKENS, WIDTH] }), apply(patches, image));
  for (const name of ['block1', 'block2']) {
    const norm = (which: string, y: Tensor) =>
      apply(layerNormalization({ name: `${name}_${which}`, axis: -1, epsilon: 1e-5 }), y);
    x = apply(add({ name: `${name}_sum1` }), [x, attention(name, norm('norm1', x))]);
    const wide = apply(
      dense({ name: `${name}_wide`, units: 2 * WIDTH, activation: 'relu' }),
      norm('norm2', x),
    );
    x = apply(add({ name: `${name}_sum2` }), [
      x,
      apply(dense({ name: `${name}_narrow`, units: WIDTH }), wide),
    ]);
  }
  const read = apply(flatten({ name: 'read' }), x);
  const outputs = apply(dense({ name: 'output', units: 10 }), read);
  return tfl.model({ name: 'digits-transformer', inputs: image, outputs });
}
