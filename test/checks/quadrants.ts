import '../../src/tfjs-cpu.ts';
import * as tfl from '@tensorflow/tfjs-layers';
import { createEngine } from '../../src/engine/create.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model } from '../../src/model/model.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { trainNetwork } from '../../src/randomize/training/train-network.ts';

export const SIDE = 8;
const PIXELS = SIDE * SIDE;

/** Images [count, 8, 8, 1] with a bright spot in one of the four quadrants, which is their class, on a ground of weak noise. */
export function quadrants(count: number, seed: number) {
  const values = new Float32Array(count * PIXELS);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 4);
  for (let i = 0; i < count; i++) {
    const stream = new Stream('quadrants', seed, i);
    const [top, left] = [4 * Math.floor(labels[i] / 2), 4 * (labels[i] % 2)];
    const [row, column] = [top + stream.below(3), left + stream.below(3)];
    for (let p = 0; p < PIXELS; p++) {
      const [y, x] = [Math.floor(p / SIDE) - row, (p % SIDE) - column];
      const inside = y >= 0 && y < 2 && x >= 0 && x < 2;
      values[i * PIXELS + p] = 0.2 * stream.uniform() + (inside ? 0.8 : 0);
    }
  }
  return { values, labels };
}

export const training = { data: quadrants(80, 2), epochs: 60, batch: 20, rate: 0.02, cache: false as const };

/** A network of one hidden layer, of as many units. */
export function plainNetwork(units = 12): tfl.LayersModel {
  return tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.dense({ units, activation: 'relu', name: 'hidden' }),
      tfl.layers.dense({ units: 4, name: 'output' }),
    ],
  });
}

/** A network that tells the quadrants apart. */
export async function trainedOn(
  network: tfl.LayersModel,
  seed: number,
  source = 'quadrants',
): Promise<Model> {
  const model = modelFromLayers(network, source);
  const engine = await createEngine({ engine: 'compiled', backend: 'auto', threads: 1, notify: () => {} });
  try {
    const { data, labels } = { data: training.data.values, labels: training.data.labels };
    const settings = { epochs: 40, batch: 20, optimizer: { kind: 'adam', rate: 0.02 } as const };
    const { weights } = await trainNetwork({ model, engine, data, labels, settings, seed });
    return { ...model, trained: weights, sha256: `${model.sha256.slice(0, -4)}000${seed}` };
  } finally {
    await engine.dispose();
  }
}
