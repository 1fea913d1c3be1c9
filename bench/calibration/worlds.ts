import { existsSync } from 'node:fs';
import path from 'node:path';
import { generateDigits } from '../../fixtures/digits/generate.ts';
import { generateShapes } from '../../fixtures/shapes/generate.ts';
import type { InputArrays } from '../../src/config/options/values.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { writeModel } from '../../src/model/write.ts';
import { trainNetwork } from '../../src/randomize/training/train-network.ts';
import { buildTransformer } from './transformer.ts';

/** A network with as many inputs as one likes: where populations of scores are taken from. */
export interface World {
  readonly name: string;
  /** The folder of its model; trained and kept in `cache` where it is not there. */
  model(cache: string): Promise<string>;
  /** A network of the same inputs and classes that never saw this one's training. */
  readonly other: string;
  inputs(count: number): InputArrays;
  /** With settings so small that a population is affordable: the rule is on trial, not the methods. */
  readonly methods: readonly (string | { readonly name: string; readonly [setting: string]: unknown })[];
  readonly controls: boolean;
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
const CONVOLUTIONAL = ['grad-cam', 'guided-grad-cam'];

export const WORLDS: readonly World[] = [
  {
    ...{ name: 'digits-cnn', model: stored('fixtures/digits/cnn'), other: 'fixtures/digits/mlp' },
    ...{ inputs: digits, methods: [...FEW, ...CONVOLUTIONAL], controls: true },
  },
  {
    ...{ name: 'digits-mlp', model: stored('fixtures/digits/mlp'), other: 'fixtures/digits/cnn' },
    ...{ inputs: digits, methods: FEW, controls: false },
  },
  {
    ...{ name: 'digits-transformer', model: trainedTransformer, other: 'fixtures/digits/cnn' },
    ...{ inputs: digits, methods: FEW, controls: false },
  },
  {
    ...{ name: 'shapes', model: stored('fixtures/shapes/network'), other: 'fixtures/shapes/network' },
    inputs: shapes,
    methods: ['gradient', 'input-x-gradient', 'guided-backprop', ...CONVOLUTIONAL],
    controls: false,
  },
];

/** A few epochs on 6000 digits: some ten seconds, and 9 of 10 unseen digits right. */
async function trainedTransformer(cache: string): Promise<string> {
  const folder = path.join(cache, 'digits-transformer');
  if (existsSync(path.join(folder, 'model.json'))) return folder;
  const engine = createCompiledEngine({ threads: 2 });
  const model = modelFromLayers(buildTransformer(), 'digits-transformer');
  const { images, labels } = generateDigits({ seed: 1712, count: 6000 });
  const { weights } = await trainNetwork({
    ...{ model, engine, data: images, labels, seed: 1 },
    settings: { optimizer: { kind: 'adam', rate: 0.003 }, schedule: 'linear', batch: 50, epochs: 6 },
    onEpoch: ({ epoch, loss, accuracy }) =>
      console.error(
        `transformer, epoch ${epoch}: loss ${loss.toPrecision(3)}, ${(100 * accuracy).toFixed(1)} % right`,
      ),
  });
  await writeModel(model, weights, folder);
  await engine.dispose();
  return folder;
}
