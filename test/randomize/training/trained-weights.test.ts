import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import { modelFromLayers } from '../../../src/model/layers-model.ts';
import type { TrainingOptions } from '../../../src/randomize/training/train-network.ts';
import {
  clearTrained,
  listTrained,
  trainedWeights,
} from '../../../src/randomize/training/trained-weights.ts';
import { easyData, mlp } from './networks.ts';

const engine = createCompiledEngine({ threads: 1 });
const folder = await mkdtemp(join(tmpdir(), 'trained-'));
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const model = modelFromLayers(mlp(0.2), 'network');
const options: TrainingOptions = {
  ...{ model, engine, seed: 1 },
  ...easyData(60, 8, 3),
  settings: { epochs: 2, batch: 16 },
};

describe('a folder of trained networks', () => {
  it('gives what training gave, its history and reports included', async () => {
    const cache = join(folder, 'same');
    const seen: [string, number][] = [];
    const train = (run: string) =>
      trainedWeights(cache, { ...options, onEpoch: ({ loss }) => seen.push([run, loss]) });
    const { cached: first, ...fresh } = await train('fresh');
    const { cached: second, ...stored } = await train('stored');
    expect([first, second]).toEqual([false, true]);
    expect(stored).toEqual(fresh);
    expect(seen.map(([run]) => run)).toEqual(['fresh', 'fresh', 'stored', 'stored']);
    expect(seen.slice(2).map(([, loss]) => loss)).toEqual(seen.slice(0, 2).map(([, loss]) => loss));
  });

  it('tells trainings apart by everything that decides the weights', async () => {
    const cache = join(folder, 'apart');
    const others: Partial<TrainingOptions>[] = [
      {},
      { seed: 2 },
      { settings: { epochs: 1, batch: 16 } },
      { settings: { epochs: 2, batch: 16, optimizer: { kind: 'sgd', rate: 0.1 } } },
      { labels: Int32Array.from(options.labels).reverse() },
      { data: options.data.map((value, i) => (i === 0 ? value + 1 : value)) },
      { model: modelFromLayers(mlp(0.3), 'network') },
      { initial: new Map([...model.trained].map(([name, values]) => [name, values.slice().fill(0.1)])) },
    ];
    const keys = new Set<string>();
    for (const other of others) {
      const { key, cached } = await trainedWeights(cache, { ...options, ...other });
      expect(cached).toBe(false);
      keys.add(key);
    }
    expect(keys.size).toBe(others.length);
    const listed = await listTrained(cache);
    expect(listed.map(({ key }) => key)).toEqual([...keys].sort());
    expect(listed.every(({ finished, bytes }) => finished && bytes > 4 * 195)).toBe(true);
  });

  it('goes on where a training was killed, and lists it as unfinished', async () => {
    const cache = join(folder, 'killed');
    const stop = new AbortController();
    const onEpoch = () => stop.abort();
    await expect(trainedWeights(cache, { ...options, onEpoch, signal: stop.signal })).rejects.toThrow();
    expect((await listTrained(cache)).map(({ finished }) => finished)).toEqual([false]);
    const seen: number[] = [];
    const resumed = await trainedWeights(cache, { ...options, onEpoch: ({ epoch }) => seen.push(epoch) });
    expect(seen).toEqual([2]);
    expect(resumed.weights).toEqual((await trainedWeights(join(folder, 'whole'), options)).weights);
    expect((await listTrained(cache)).map(({ finished }) => finished)).toEqual([true]);
  });

  it('is cleared of them, and of nothing else', async () => {
    const cache = join(folder, 'cleared');
    await trainedWeights(cache, options);
    await writeFile(join(cache, 'notes.trained'), 'mine');
    expect(await clearTrained(cache)).toHaveLength(1);
    expect(await readdir(cache)).toEqual(['notes.trained']);
    expect(await listTrained(join(folder, 'no such folder'))).toEqual([]);
  });
});
