import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { generateDigits } from '../../fixtures/digits/generate.ts';
import { generateShapes } from '../../fixtures/shapes/generate.ts';
import type { InputArrays } from '../../src/config/options/values.ts';
import { loadModel } from '../../src/model/load.ts';
import { writeModel } from '../../src/model/write.ts';
import { randomize } from '../../src/randomize/randomize.ts';
import { type DigitTraining, trainOnDigits } from '../train-on-digits.ts';
import type { PopulationSize } from './population.ts';
import { buildTransformer } from './transformer.ts';
import { buildVgg16 } from './vgg16.ts';

/** A network with as many inputs as one likes: where populations of scores are taken from. */
export interface World {
  readonly name: string;
  /** The folder of its model; trained and kept in `networks` where it is not there. */
  model(networks: string): Promise<string>;
  /** The folder of a network of the same inputs and classes that never saw this one's training; made in `networks` where it is not there. */
  other(networks: string): Promise<string>;
  inputs(count: number): InputArrays;
  /** Of its population where that of all would take too long. */
  readonly size?: PopulationSize;
  /** With settings so small that a population is affordable: the rule is on trial, not the methods. */
  readonly methods: readonly (string | { readonly name: string; readonly [setting: string]: unknown })[];
}

/** Unrelated to every set that a network was trained on. */
const UNSEEN = 90_210;
const digits = (count: number): InputArrays => {
  const { images, labels } = generateDigits({ seed: UNSEEN, count });
  return { values: images, shape: [28, 28, 1], labels: [...labels] };
};
const shapes = (count: number): InputArrays => {
  const { images, labels } = generateShapes({ seed: UNSEEN, count });
  return { values: images, shape: [64, 64, 3], labels: [...labels] };
};
const stored = (folder: string) => async () => folder;

const FEW = [
  'gradient',
  { name: 'smoothgrad', draws: 6 },
  { name: 'vargrad', draws: 6 },
  'input-x-gradient',
  { name: 'integrated-gradients', steps: 6 },
  'guided-backprop',
];
const ALL = [...FEW, 'grad-cam', 'guided-grad-cam'];

/** Seeds of the digits that networks of the calibration are trained on, and of their training. */
const SEEDS = { seed: 1712, descent: 1 };
/** Trained in some ten seconds. */
const TRANSFORMER: DigitTraining = { ...SEEDS, count: 6000, epochs: 6, batch: 50, rate: 0.003 };
/** Trained in some five minutes of two cores. */
const VGG16: DigitTraining = { ...SEEDS, count: 2500, epochs: 4, batch: 25, rate: 0.0001 };

const [CNN, MLP, SHAPES] = ['digits/cnn', 'digits/mlp', 'shapes/network'].map(
  (folder) => `fixtures/${folder}`,
);

export const WORLDS: readonly World[] = [
  { name: 'digits-cnn', model: stored(CNN), other: stored(MLP), inputs: digits, methods: ALL },
  { name: 'digits-mlp', model: stored(MLP), other: stored(CNN), inputs: digits, methods: FEW },
  {
    ...{ name: 'digits-transformer', model: trained('digits-transformer', buildTransformer, TRANSFORMER) },
    ...{ other: stored(CNN), inputs: digits, methods: FEW },
  },
  { name: 'shapes', model: stored(SHAPES), other: randomShapes, inputs: shapes, methods: ALL },
  {
    ...{ name: 'vgg16', model: trained('vgg16', buildVgg16, VGG16), size: { images: 60, draws: 16 } },
    ...{ other: stored(CNN), inputs: digits, methods: ALL },
  },
];

/** A network that is trained on digits where it does not lie in `networks`. */
function trained(name: string, build: () => LayersModel, training: DigitTraining) {
  return async (networks: string): Promise<string> => {
    const folder = path.join(networks, name);
    const { accuracy, parameters, seconds } = await trainOnDigits(build, folder, training, 2);
    console.error(
      `${name}: ${parameters} parameters, ${(100 * accuracy).toFixed(1)} % of unseen digits right, trained in ${seconds} s of the processor`,
    );
    return folder;
  };
}

/** The shapes network with all of its weights random: no other network is bundled for its inputs. */
async function randomShapes(networks: string): Promise<string> {
  const folder = path.join(networks, 'shapes-random');
  if (existsSync(path.join(folder, 'model.json'))) return folder;
  const model = await loadModel(SHAPES);
  await writeModel(model, randomize(model, { stage: 'full', seed: UNSEEN }).weights, folder);
  return folder;
}
