import * as tfl from '@tensorflow/tfjs-layers';

const {
  activation,
  add,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  dot,
  flatten,
  globalAveragePooling1d,
  globalAveragePooling2d,
  layerNormalization,
  maxPooling2d,
  reLU,
  reshape,
} = tfl.layers;

type Tensor = tfl.SymbolicTensor;

const on = (layer: tfl.layers.Layer, x: Tensor | Tensor[]) => layer.apply(x) as Tensor;
const relu = (x: Tensor) => on(activation({ activation: 'relu' }), x);
const norm = (x: Tensor) => on(batchNormalization({ momentum: 0.9 }), x);
const same = { padding: 'same', kernelInitializer: 'heNormal' } as const;
const conv = (x: Tensor, filters: number, kernelSize: number, strides = 1) =>
  on(conv2d({ filters, kernelSize, strides, useBias: false, ...same }), x);
const pooled = (x: Tensor) => on(maxPooling2d({ poolSize: 2 }), x);
const units = (x: Tensor, count: number) => on(dense({ units: count }), x);

/** From a digit [28, 28, 1] to ten logits. */
function network(name: string, body: (x: Tensor) => Tensor): tfl.LayersModel {
  const inputs = tfl.input({ name: 'digit', shape: [28, 28, 1] });
  return tfl.model({ name, inputs, outputs: on(dense({ name: 'output', units: 10 }), body(inputs)) });
}

const averaged = (x: Tensor) => on(globalAveragePooling2d({}), x);

/** Simonyan and Zisserman 2015: pairs of 3x3 convolutions between pools, then dense layers; eight ReLU layers. */
function plain(): tfl.LayersModel {
  const pair = (x: Tensor, filters: number) => {
    const step = (y: Tensor) => on(conv2d({ filters, kernelSize: 3, activation: 'relu', ...same }), y);
    return pooled(step(step(x)));
  };
  return network('plain', (x) => {
    const flat = on(flatten(), pair(pair(pair(x, 8), 16), 32));
    return relu(units(relu(units(flat, 64)), 64));
  });
}

/** He et al. 2016: four blocks of two convolutions beside a shortcut, global average. */
function residual(): tfl.LayersModel {
  const block = (x: Tensor, filters: number, strides: number) => {
    const first = relu(norm(conv(x, filters, 3, strides)));
    const second = norm(conv(first, filters, 3));
    const alike = strides === 1 && x.shape[3] === filters;
    const shortcut = alike ? x : norm(conv(x, filters, 1, strides));
    return relu(on(add(), [second, shortcut]));
  };
  return network('residual', (x) => {
    const stem = relu(norm(conv(x, 12, 5, 2)));
    return averaged(block(block(block(block(stem, 12, 1), 24, 2), 32, 1), 32, 1));
  });
}

/** Sandler et al. 2018: inverted bottlenecks around depthwise convolutions, ReLU up to 6, global average. */
function depthwise(): tfl.LayersModel {
  const capped = (x: Tensor) => on(reLU({ maxValue: 6 }), x);
  const bottleneck = (x: Tensor, filters: number, strides: number) => {
    const channels = x.shape[3]!;
    const wide = capped(norm(conv(x, 4 * channels, 1)));
    const filter = depthwiseConv2d({ kernelSize: 3, strides, useBias: false, padding: 'same' });
    const narrow = norm(conv(capped(norm(on(filter, wide))), filters, 1));
    return strides === 1 && filters === channels ? on(add(), [x, narrow]) : narrow;
  };
  return network('depthwise', (x) => {
    const stem = capped(norm(conv(x, 12, 3, 2)));
    const deep = bottleneck(bottleneck(bottleneck(bottleneck(stem, 12, 1), 24, 2), 24, 1), 24, 1);
    return averaged(capped(norm(conv(deep, 64, 1))));
  });
}

/** Szegedy et al. 2016: branches of several sizes side by side, global average. */
function inception(): tfl.LayersModel {
  const unit = (x: Tensor, filters: number, size: number) => relu(norm(conv(x, filters, size)));
  const mixed = (x: Tensor, filters: number) => {
    const mean = on(averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }), x);
    return on(concatenate(), [
      unit(x, filters, 1),
      unit(unit(x, filters, 1), filters, 3),
      unit(unit(unit(x, filters, 1), filters, 3), filters, 3),
      unit(mean, filters, 1),
    ]);
  };
  return network('inception', (x) =>
    averaged(mixed(mixed(pooled(mixed(pooled(unit(x, 12, 5)), 8)), 12), 12)),
  );
}

/** Huang et al. 2017: every unit reads all before it; normalisation and ReLU come before the convolution. */
function densely(): tfl.LayersModel {
  const active = (x: Tensor) => relu(norm(x));
  const grown = (x: Tensor) => on(concatenate(), [x, conv(active(conv(active(x), 24, 1)), 12, 3)]);
  const between = (x: Tensor) => on(averagePooling2d({ poolSize: 2 }), conv(active(x), x.shape[3]! / 2, 1));
  return network('dense', (x) => {
    const first = grown(grown(grown(pooled(active(conv(x, 12, 5))))));
    return averaged(active(grown(grown(grown(between(first))))));
  });
}

/** Dosovitskiy et al. 2020: patches of 4 pixels, two blocks of attention in two heads, GELU, mean of the tokens. */
function transformer(): tfl.LayersModel {
  const width = 32;
  const tokens = 49;
  const normal = (x: Tensor) => on(layerNormalization({}), x);
  const head = (x: Tensor) => {
    const [query, key, value] = [0, 1, 2].map(() => units(x, width / 2));
    const weights = on(activation({ activation: 'softmax' }), on(dot({ axes: [2, 2] }), [query, key]));
    return on(dot({ axes: [2, 1] }), [weights, value]);
  };
  const block = (x: Tensor) => {
    const read = normal(x);
    const y = on(add(), [x, units(on(concatenate(), [head(read), head(read)]), width)]);
    const inner = on(dense({ units: 4 * width, activation: 'gelu' }), normal(y));
    return on(add(), [y, units(inner, width)]);
  };
  return network('transformer', (x) => {
    const patches = on(conv2d({ filters: width, kernelSize: 4, strides: 4 }), x);
    // Offsets of its own for every token tell their positions.
    const placed = on(
      layerNormalization({ axis: [1, 2] }),
      on(reshape({ targetShape: [tokens, width] }), patches),
    );
    return on(globalAveragePooling1d({}), normal(block(block(placed))));
  });
}

/** Small networks in the style of those that people ship, for digits. */
export const STYLES: Readonly<Record<string, () => tfl.LayersModel>> = {
  plain,
  residual,
  depthwise,
  inception,
  dense: densely,
  transformer,
};
