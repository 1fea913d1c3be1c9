import '../../src/tfjs-cpu.ts';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as layers from '@tensorflow/tfjs-layers';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { writeModel } from '../../src/model/write.ts';

const SIDE = 12;

/** Options of a run on the project. */
export const GIVEN = [
  '--model',
  'model',
  '--inputs',
  'inputs.npy',
  '--methods',
  'gradient,input',
  '--draws',
  '2',
];

/** A folder with a small convolutional network in `model` and `count` inputs in `inputs.npy`. */
export async function tinyProject(count = 6): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'saliency-project-'));
  const start = (seed: number) => layers.initializers.glorotUniform({ seed });
  const network = layers.sequential({
    layers: [
      layers.layers.conv2d({
        inputShape: [SIDE, SIDE, 1],
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: start(1),
        name: 'conv',
      }),
      layers.layers.flatten({ name: 'flat' }),
      layers.layers.dense({ units: 3, kernelInitializer: start(2), name: 'dense' }),
    ],
  });
  const model = await modelFromLayers(network, 'tiny');
  await mkdir(join(folder, 'model'));
  await writeModel(model, model.trained, join(folder, 'model'));
  network.dispose();
  const pixels = Float32Array.from(
    { length: count * SIDE * SIDE },
    (_, i) => 127 * (1 + Math.sin(i * i * 0.37)),
  );
  await writeFile(join(folder, 'inputs.npy'), encodeNpy([count, SIDE, SIDE, 1], pixels));
  return folder;
}

/** Writes a network without convolutions and ReLU units, for the same inputs, into `flat` of a project. */
export async function addFlatModel(folder: string): Promise<void> {
  const network = layers.sequential({
    layers: [
      layers.layers.flatten({ inputShape: [SIDE, SIDE, 1], name: 'flat' }),
      layers.layers.dense({
        units: 8,
        activation: 'softplus',
        kernelInitializer: layers.initializers.glorotUniform({ seed: 3 }),
        name: 'hidden',
      }),
      layers.layers.dense({
        units: 3,
        kernelInitializer: layers.initializers.glorotUniform({ seed: 4 }),
        name: 'dense',
      }),
    ],
  });
  const model = modelFromLayers(network, 'flat');
  await mkdir(join(folder, 'flat'));
  await writeModel(model, model.trained, join(folder, 'flat'));
  network.dispose();
}
