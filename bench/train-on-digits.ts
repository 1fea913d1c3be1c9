import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { countCorrect } from '../fixtures/digits/accuracy.ts';
import { generateDigits } from '../fixtures/digits/generate.ts';
import { createCompiledEngine } from '../src/engine/compiled.ts';
import { modelFromLayers } from '../src/model/layers-model.ts';
import { writeModel } from '../src/model/write.ts';
import { trainNetwork } from '../src/randomize/training/train-network.ts';

/** How a network is trained: on digits of a set of their own, with Adam, whose rate falls to 0. */
export interface DigitTraining {
  /** Of the digits, and how many there are. */
  readonly seed: number;
  readonly count: number;
  /** The seed of the initial weights and of the order. */
  readonly descent: number;
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
}

/** What is kept of a training beside the network. */
export interface TrainingRecord {
  /** Share of 2000 unseen digits. */
  readonly accuracy: number;
  readonly parameters: number;
  /** Of the processor, the drawing of the digits included. */
  readonly seconds: number;
}

const UNSEEN = { seed: 32, count: 2000 };

/** Trains a network in a folder where that has not been done to its end, and resolves to its record, which lies beside the model. */
export async function trainOnDigits(
  build: () => LayersModel,
  folder: string,
  { seed, count, descent, epochs, batch, rate }: DigitTraining,
  threads: number,
): Promise<TrainingRecord> {
  const file = path.join(folder, 'training.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as TrainingRecord;
  await mkdir(folder, { recursive: true });
  const name = path.basename(folder);
  const started = process.cpuUsage();
  const { images, labels } = generateDigits({ seed, count });
  const engine = createCompiledEngine({ threads });
  const model = modelFromLayers(build(), name);
  const { weights } = await trainNetwork({
    ...{ model, engine, data: images, labels, seed: descent },
    settings: { epochs, batch, schedule: 'linear', optimizer: { kind: 'adam', rate } },
    onEpoch: ({ epoch, loss, accuracy }) =>
      console.error(
        `${name}, epoch ${epoch}: loss ${loss.toPrecision(3)}, ${(100 * accuracy).toFixed(1)} % right`,
      ),
  });
  const { user, system } = process.cpuUsage(started);
  const seconds = Math.round((user + system) / 1e6);
  const accuracy = (await countCorrect(model, weights, generateDigits(UNSEEN), engine)) / UNSEEN.count;
  await engine.dispose();
  await writeModel(model, weights, folder);
  const parameters = model.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const record = { accuracy, parameters, seconds };
  await writeFile(file, `${JSON.stringify(record)}\n`);
  return record;
}
