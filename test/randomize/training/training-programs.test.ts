import { afterAll, expect, test } from 'vitest';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import { modelFromLayers } from '../../../src/model/layers-model.ts';
import { trainNetwork } from '../../../src/randomize/training/train-network.ts';
import { TrainingPrograms } from '../../../src/randomize/training/training-programs.ts';
import { easyData, mlp } from './networks.ts';

const engine = createCompiledEngine({ threads: 1 });
afterAll(() => engine.dispose());

test('networks that share programs come out as those that are trained alone, after an end before time too', async () => {
  const model = modelFromLayers(mlp(0.2), 'network');
  const programs = new TrainingPrograms(model, engine);
  const options = { model, engine, ...easyData(60, 8, 3), settings: { epochs: 2, batch: 16 } };
  const trained = async (seed: number, shared?: TrainingPrograms) => {
    const { weights, accuracy } = await trainNetwork({ ...options, seed, programs: shared });
    return { weights, accuracy };
  };
  const controller = new AbortController();
  const onStep = () => controller.abort(new Error('enough'));
  const stopped = trainNetwork({ ...options, programs, signal: controller.signal, onStep });
  await expect(stopped).rejects.toThrow('enough');
  for (const seed of [1, 2]) expect(await trained(seed, programs)).toEqual(await trained(seed));
  await programs.dispose();
});
