import * as layers from '@tensorflow/tfjs-layers';

const L = layers.layers;
type Symbolic = layers.SymbolicTensor;
type Unit = readonly [filters: number, size: number | [number, number], strides?: number];

/** Inception v3 (Szegedy et al. 2015) as Keras saves it, layer by layer, with its initial weights: what a user hands in. */
export function inceptionV3Layers({ size = 299, width = 1, classes = 1000 } = {}): layers.LayersModel {
  const unit = (
    x: Symbolic,
    [filters, kernelSize, strides = 1]: Unit,
    padding: 'same' | 'valid' = 'same',
  ) => {
    const conv = L.conv2d({ filters: filters * width, kernelSize, strides, padding, useBias: false });
    const norm = L.batchNormalization({ scale: false, epsilon: 1e-3 });
    return L.activation({ activation: 'relu' }).apply(norm.apply(conv.apply(x))) as Symbolic;
  };
  const chain = (x: Symbolic, ...units: Unit[]) =>
    units.reduce((y, each) => unit(y, each, each[2] === 2 ? 'valid' : 'same'), x);
  const join = (...parts: Symbolic[]) => L.concatenate({ axis: 3 }).apply(parts) as Symbolic;
  const reduced = (x: Symbolic) => L.maxPooling2d({ poolSize: 3, strides: 2 }).apply(x) as Symbolic;
  const pooled = (x: Symbolic, filters: number) => {
    const average = L.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }).apply(x) as Symbolic;
    return chain(average, [filters, 1]);
  };

  const input = layers.input({ shape: [size, size, 3] });
  let x = chain(unit(chain(input, [32, 3, 2]), [32, 3], 'valid'), [64, 3]);
  x = reduced(unit(chain(reduced(x), [80, 1]), [192, 3], 'valid'));
  for (const projection of [32, 64, 64]) {
    const deep = chain(x, [64, 1], [96, 3], [96, 3]);
    x = join(chain(x, [64, 1]), chain(x, [48, 1], [64, 5]), deep, pooled(x, projection));
  }
  x = join(chain(x, [384, 3, 2]), chain(x, [64, 1], [96, 3], [96, 3, 2]), reduced(x));
  for (const inner of [128, 160, 160, 192]) {
    const once = chain(x, [inner, 1], [inner, [1, 7]], [192, [7, 1]]);
    const twice = chain(x, [inner, 1], [inner, [7, 1]], [inner, [1, 7]], [inner, [7, 1]], [192, [1, 7]]);
    x = join(chain(x, [192, 1]), once, twice, pooled(x, 192));
  }
  const narrow = chain(x, [192, 1], [192, [1, 7]], [192, [7, 1]], [192, 3, 2]);
  x = join(chain(x, [192, 1], [320, 3, 2]), narrow, reduced(x));
  for (let i = 0; i < 2; i++) {
    const parted = (y: Symbolic) => join(chain(y, [384, [1, 3]]), chain(y, [384, [3, 1]]));
    const deep = parted(chain(x, [448, 1], [384, 3]));
    x = join(chain(x, [320, 1]), parted(chain(x, [384, 1])), deep, pooled(x, 192));
  }
  const averages = L.globalAveragePooling2d({}).apply(x) as Symbolic;
  const output = L.dense({ units: classes, activation: 'softmax' }).apply(averages) as Symbolic;
  return layers.model({ inputs: input, outputs: output, name: 'inception-v3' });
}
