import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../networks.ts';

type Config = Record<string, unknown>;

/** A layer as Keras 2 writes it into a functional topology: it is called once, on the named layers. */
export function layer(className: string, name: string, from: readonly string[], config: Config = {}) {
  return {
    class_name: className,
    config: { name, trainable: true, dtype: 'float32', ...config },
    name,
    inbound_nodes: from.length > 0 ? [from.map((source) => [source, 0, 0, {}])] : [],
  };
}

export const inputLayer = (shape: readonly number[], name = 'input_1') =>
  layer('InputLayer', name, [], { batch_input_shape: [null, ...shape], sparse: false, ragged: false });

const INITIALIZERS = {
  kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
  bias_initializer: { class_name: 'Zeros', config: {} },
  kernel_regularizer: null,
  bias_regularizer: null,
  activity_regularizer: null,
  kernel_constraint: null,
  bias_constraint: null,
};

export const convolution = (config: Config = {}) => ({
  kernel_size: [3, 3],
  strides: [1, 1],
  padding: 'same',
  data_format: 'channels_last',
  dilation_rate: [1, 1],
  groups: 1,
  activation: 'linear',
  use_bias: true,
  ...INITIALIZERS,
  ...config,
});

export const dense = (units: number, activation = 'linear') => ({
  units,
  activation,
  use_bias: true,
  ...INITIALIZERS,
});

/** The axis is a list, as Keras 2 saves it. */
export const batchNorm = (config: Config = {}) => ({
  axis: [3],
  momentum: 0.99,
  epsilon: 0.001,
  center: true,
  scale: true,
  beta_initializer: { class_name: 'Zeros', config: {} },
  gamma_initializer: { class_name: 'Ones', config: {} },
  moving_mean_initializer: { class_name: 'Zeros', config: {} },
  moving_variance_initializer: { class_name: 'Ones', config: {} },
  beta_regularizer: null,
  gamma_regularizer: null,
  beta_constraint: null,
  gamma_constraint: null,
  ...config,
});

/** The topology of a functional model of one input and one output. A nested model's first node is its own. */
export const functional = (
  layers: readonly ReturnType<typeof layer>[],
  name = 'model',
  last = layers[layers.length - 1],
) => ({
  class_name: 'Functional',
  config: {
    name,
    trainable: true,
    layers,
    input_layers: [[layers[0].name, 0, 0]],
    output_layers: [[last.name, Number(last.class_name === 'Sequential'), 0]],
  },
});

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** How it is stored; plain float32 by default. */
  readonly as?: 'uint8' | 'uint16' | 'float16';
}

/** Writes what tensorflowjs_converter makes of a Keras 2 file: every group of weights in shards of its own. */
export async function saveConverted(
  topology: object,
  groups: readonly (readonly Weight[])[],
): Promise<string> {
  const folder = await temporaryFolder();
  const weightsManifest = [];
  for (const [index, group] of groups.entries()) {
    const stored = group.map(encode);
    const bytes = Buffer.concat(stored.map((weight) => weight.bytes));
    // Cut in the middle of a number.
    const cut = Math.floor(bytes.length / 2) + 1;
    const paths = [1, 2].map((shard) => `group${index + 1}-shard${shard}of2.bin`);
    await writeFile(join(folder, paths[0]), bytes.subarray(0, cut));
    await writeFile(join(folder, paths[1]), bytes.subarray(cut));
    weightsManifest.push({ paths, weights: stored.map((weight) => weight.entry) });
  }
  const document = {
    format: 'layers-model',
    generatedBy: 'keras v2.15.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: topology },
    weightsManifest,
  };
  await writeFile(join(folder, 'model.json'), JSON.stringify(document));
  return folder;
}

function encode({ name, shape, values, as }: Weight) {
  if (!as) return { entry: { name, shape, dtype: 'float32' }, bytes: Buffer.from(values.buffer) };
  if (as === 'float16') {
    const quantization = { dtype: 'float16', original_dtype: 'float32' };
    return { entry: { name, shape, dtype: 'float32', quantization }, bytes: halves(values) };
  }
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const scale = (max - min) / (as === 'uint8' ? 255 : 65535);
  const codes = Array.from(values, (value) => Math.round((value - min) / scale));
  const bytes = Buffer.from((as === 'uint8' ? Uint8Array.from(codes) : Uint16Array.from(codes)).buffer);
  const quantization = { dtype: as, original_dtype: 'float32', min, scale };
  return { entry: { name, shape, dtype: 'float32', quantization }, bytes };
}

/** Half precision by cutting off; for normal numbers and zero. */
function halves(values: Float32Array): Buffer {
  const bits = new Uint32Array(values.buffer);
  const codes = Uint16Array.from(bits, (b) => {
    const exponent = ((b >> 23) & 0xff) - 112;
    return exponent <= 0 ? 0 : ((b >> 16) & 0x8000) | (exponent << 10) | ((b >> 13) & 0x3ff);
  });
  return Buffer.from(codes.buffer);
}
