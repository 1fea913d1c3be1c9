import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { countCorrect } from '../../fixtures/digits/accuracy.ts';
import { generateDigits } from '../../fixtures/digits/generate.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { writeModel } from '../../src/model/write.ts';
import { trainNetwork } from '../../src/randomize/training/train-network.ts';
import { STYLES } from './networks.ts';

/** What the small networks are trained on, and how: sets of digits that are unrelated to the stored ones, and the seed of descent. */
export const TRAINING = { seed: 31, count: 3000, descent: 1, epochs: 4, batch: 50, rate: 0.004 } as const;
const UNSEEN = { seed: 32, count: 2000 };

/** What is kept of a training beside the network. */
export interface TrainingRecord {
  /** Share of 2000 unseen digits. */
  readonly accuracy: number;
  readonly parameters: number;
  /** Of the processor, the drawing of the digits included. */
  readonly seconds: number;
}

/** Trains a small network where that has not been done, and resolves to its record; it lies in the folder. */
export async function trained(name: string, folder: string, threads: number): Promise<TrainingRecord> {
  const file = path.join(folder, 'training.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as TrainingRecord;
  await mkdir(folder, { recursive: true });
  const started = process.cpuUsage();
  const { seed, count, descent, epochs, batch, rate } = TRAINING;
  const { images, labels } = generateDigits({ seed, count });
  const engine = createCompiledEngine({ threads });
  const model = modelFromLayers(STYLES[name](), name);
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
