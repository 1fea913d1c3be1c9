import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const L = layers.layers;
type Symbolic = layers.SymbolicTensor;

const chain = (x: Symbolic, ...list: layers.layers.Layer[]) =>
  list.reduce((y, layer) => layer.apply(y) as Symbolic, x);
const join = (layer: layers.layers.Layer, ...parts: Symbolic[]) => layer.apply(parts) as Symbolic;
const from = (input: Symbolic, output: Symbolic) => layers.model({ inputs: input, outputs: output });
const stack = (...list: layers.layers.Layer[]) => layers.sequential({ layers: list });
const classifier = () => L.dense({ units: 3, activation: 'softmax' });

/** Heads side by side: [N, T, D] to [N, heads, T, D / heads]. */
function heads(x: Symbolic, count: number, width: number, name: string): Symbolic {
  const length = x.shape[1]!;
  return chain(
    x,
    L.dense({ units: count * width, name }),
    L.reshape({ targetShape: [length, count, width] }),
    L.permute({ dims: [2, 1, 3] }),
  );
}

/** Multiplies matrices in the last two axes of two inputs: what tf.layers has only for vectors of one batch axis. */
class MatrixProduct extends layers.layers.Layer {
  static className = 'MatrixProduct';
  readonly transposed: boolean;
  constructor(config: { transposed: boolean; name?: string }) {
    super(config);
    this.transposed = config.transposed;
  }
  override computeOutputShape(shapes: (number | null)[][]): (number | null)[] {
    const [a, b] = shapes;
    return [...a.slice(0, -1), this.transposed ? b.at(-2)! : b.at(-1)!];
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [a, b] = inputs as tf.Tensor[];
    const product = tf.matMul(a, b, false, this.transposed);
    return this.transposed ? tf.div(product, Math.sqrt(a.shape.at(-1)!)) : product;
  }
  override getConfig() {
    return { ...super.getConfig(), transposed: this.transposed };
  }
}

function attention(x: Symbolic, block: string): Symbolic {
  const [query, key, value] = ['query', 'key', 'value'].map((part) => heads(x, 2, 4, `${block}_${part}`));
  const scores = join(new MatrixProduct({ transposed: true }), query, key);
  const weights = L.softmax({ axis: -1 }).apply(scores) as Symbolic;
  const mixed = join(new MatrixProduct({ transposed: false }), weights, value);
  const length = x.shape[1]!;
  const merged = chain(mixed, L.permute({ dims: [2, 1, 3] }), L.reshape({ targetShape: [length, 8] }));
  return chain(merged, L.dense({ units: x.shape[2]!, name: `${block}_output` }));
}

/** Patches by a strided convolution, then a block of attention and one of dense layers, each with LayerNorm before. */
function vision(): layers.LayersModel {
  const input = layers.input({ shape: [8, 8, 3] });
  const patches = chain(
    input,
    L.conv2d({ filters: 8, kernelSize: 4, strides: 4 }),
    L.reshape({ targetShape: [4, 8] }),
  );
  const mixed = join(L.add(), patches, attention(chain(patches, L.layerNormalization({})), 'mix'));
  const wide = chain(
    mixed,
    L.layerNormalization({}),
    L.dense({ units: 16, activation: 'gelu' }),
    L.dense({ units: 8 }),
  );
  return from(
    input,
    chain(join(L.add(), mixed, wide), L.layerNormalization({}), L.globalAveragePooling1d({}), classifier()),
  );
}

/** Dot products of vectors, with and without normalisation. */
function similarity(): layers.LayersModel {
  const input = layers.input({ shape: [6, 4] });
  const [a, b] = ['a', 'b'].map((name) => chain(input, L.dense({ units: 5, name })));
  const scores = join(L.dot({ axes: 2 }), a, b);
  const cosines = join(L.dot({ axes: 2, normalize: true }), a, b);
  const both = join(L.concatenate(), scores, cosines);
  return from(input, chain(both, L.globalMaxPooling1d({}), classifier()));
}

const line = () =>
  stack(
    L.conv1d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [16, 4] }),
    L.maxPooling1d({ poolSize: 2 }),
    L.conv1d({ filters: 8, kernelSize: 3, dilationRate: 2, padding: 'same' }),
    L.batchNormalization({}),
    L.activation({ activation: 'relu' }),
    L.averagePooling1d({ poolSize: 2 }),
    L.conv1d({ filters: 4, kernelSize: 2, strides: 2 }),
    L.flatten(),
    classifier(),
  );

/** Three branches with every way of merging; one layer is called by two of them. */
function branches(): layers.LayersModel {
  const input = layers.input({ shape: [8, 8, 2] });
  const shared = L.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'shared' });
  const separable = { filters: 4, kernelSize: 3, padding: 'same' as const };
  const a = chain(input, L.conv2d({ filters: 2, kernelSize: 1 }), shared, L.thresholdedReLU({ theta: 0.2 }));
  const b = chain(input, L.separableConv2d({ ...separable, depthMultiplier: 2 }), L.elu({}));
  const c = chain(
    input,
    L.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    L.averagePooling2d({}),
  );
  const d = chain(input, shared, L.activation({ activation: 'hardSigmoid' }));
  const e = chain(
    input,
    L.depthwiseConv2d({ kernelSize: 3, dilationRate: 2, padding: 'same', depthMultiplier: 2 }),
  );
  const merged = [
    join(L.multiply(), a, d),
    join(L.maximum(), b, c),
    join(L.minimum(), d, e),
    join(L.average(), a, b, c),
  ];
  const pooled = chain(
    join(L.concatenate(), ...merged),
    L.prelu({ sharedAxes: [1, 2] }),
    L.globalMaxPooling2d({}),
  );
  return from(input, chain(pooled, classifier()));
}

/** A model within a model within a model. */
function nested(): layers.LayersModel {
  const inner = stack(
    L.conv2d({ filters: 3, kernelSize: 3, padding: 'same', inputShape: [4, 4, 3], name: 'deep' }),
    L.leakyReLU({ alpha: 0.1 }),
  );
  const start = layers.input({ shape: [4, 4, 3] });
  const middle = from(start, join(L.add(), start, inner.apply(start) as Symbolic));
  const input = layers.input({ shape: [8, 8, 3] });
  const small = chain(input, L.averagePooling2d({}), middle, middle, L.upSampling2d({ size: [2, 2] }));
  const cropped = chain(
    join(L.concatenate(), input, small),
    L.cropping2D({
      cropping: [
        [1, 1],
        [2, 0],
      ],
    }),
  );
  return from(input, chain(cropped, L.zeroPadding2d({ padding: 1 }), L.flatten(), classifier()));
}

const table = () =>
  stack(
    L.dense({ units: 8, activation: 'selu', inputShape: [5] }),
    L.batchNormalization({ scale: false }),
    L.dense({ units: 6, activation: 'softplus' }),
    L.dropout({ rate: 0.3 }),
    L.dense({ units: 4, activation: 'swish' }),
    classifier(),
  );

// The usual orthogonal initializer needs more of tfjs than this project loads; the tests fill all weights themselves.
const zeros = { recurrentInitializer: 'zeros' as const };
const sequence = { inputShape: [5, 3], ...zeros };

export const FEED_FORWARD = { vision, similarity, line, branches, nested, table } as const;

export const RECURRENT: Readonly<Record<string, () => layers.LayersModel>> = {
  'simple RNN': () => stack(L.simpleRNN({ units: 4, ...sequence }), classifier()),
  LSTM: () => stack(L.lstm({ units: 4, ...sequence }), classifier()),
  'LSTM, hard sigmoid': () =>
    stack(L.lstm({ units: 4, recurrentActivation: 'hardSigmoid', ...sequence }), classifier()),
  'GRU of GRU': () =>
    stack(
      L.gru({ units: 4, returnSequences: true, ...sequence }),
      L.gru({ units: 3, ...zeros }),
      classifier(),
    ),
  'LSTM backwards': () => stack(L.lstm({ units: 4, goBackwards: true, ...sequence }), classifier()),
  'bidirectional GRU': () =>
    stack(
      L.bidirectional({
        layer: L.gru({ units: 3, returnSequences: true, ...zeros }),
        mergeMode: 'concat',
        inputShape: [5, 3],
      }) as layers.layers.Layer,
      L.timeDistributed({ layer: L.dense({ units: 2 }) }),
      L.flatten(),
      classifier(),
    ),
  'convolutional LSTM': () =>
    stack(
      L.convLstm2d({ filters: 2, kernelSize: 3, inputShape: [3, 5, 5, 1], ...zeros }) as layers.layers.Layer,
      L.flatten(),
      classifier(),
    ),
};
