import * as tfl from '@tensorflow/tfjs-layers';

const { conv2d, dense, flatten, maxPooling2d } = tfl.layers;

/** Filters of the convolutions before each pool. */
const BLOCKS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * Simonyan and Zisserman 2014, configuration D at full width, on a digit: 33.6 million parameters in 16 layers. Pools take
 * borders along (28, 14, 7, 4, 2, 1), so that the last convolution has a plane of 2 x 2 for class activation maps.
 */
export function buildVgg16(): tfl.LayersModel {
  const active = { activation: 'relu', kernelInitializer: 'heNormal' } as const;
  const model = tfl.sequential({ name: 'vgg16' });
  for (const [b, filters] of BLOCKS.entries()) {
    for (const [c, each] of filters.entries()) {
      const first = b === 0 && c === 0 ? { inputShape: [28, 28, 1] } : {};
      const name = `block${b + 1}_conv${c + 1}`;
      model.add(conv2d({ name, filters: each, kernelSize: 3, padding: 'same', ...active, ...first }));
    }
    model.add(maxPooling2d({ name: `pool${b + 1}`, poolSize: 2, padding: 'same' }));
  }
  model.add(flatten({ name: 'flatten' }));
  for (const name of ['fc1', 'fc2']) model.add(dense({ name, units: 4096, ...active }));
  model.add(dense({ name: 'output', units: 10, kernelInitializer: 'heNormal' }));
  return model;
}
