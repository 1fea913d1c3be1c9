import '../../../../src/tfjs-cpu.ts';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classActivation, spatialAnswer } from '../../../../src/attribution/class-activation.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { lastMap } from '../../../../src/model/sites.ts';

const fixture = (name: string) => join(import.meta.dirname, '../../../../fixtures/onnx', `${name}.onnx`);

describe('Grad-CAM looks at the last map that everything flows through', () => {
  test.each([
    ['resnet-traced-17', [4, 4, 16], { rows: 4, columns: 4, before: 0 }],
    ['vgg-traced-11', [8, 8, 8], { rows: 8, columns: 8, before: 0 }],
    ['densenet-traced-17', [8, 8, 8], { rows: 8, columns: 8, before: 0 }],
    ['convnext-dynamo-20', [4, 4, 8], { rows: 4, columns: 4, before: 0 }],
    // Tokens of pixels, behind those of a class and of a distillation.
    ['vit-traced-17', [5, 8], { rows: 2, columns: 2, before: 1 }],
    ['deit-dynamo-20', [6, 8], { rows: 2, columns: 2, before: 2 }],
    ['mixer-traced-11', [16, 8], { rows: 4, columns: 4, before: 0 }],
    ['swin-dynamo-20', [2, 2, 8], { rows: 2, columns: 2, before: 0 }],
  ])('%s', async (name, shape, plane) => {
    const site = lastMap(await loadModel(fixture(name)));
    expect([site?.shape, site?.plane]).toEqual([shape, plane]);
  });

  test('nothing of a network without images', async () => {
    expect(lastMap(await loadModel(fixture('tabular-dynamo-20')))).toBeUndefined();
  });
});

test('a map of tokens leaves out those before the plane', () => {
  const shape = [5, 2];
  const activation = Float32Array.of(9, 9, 1, 0, 0, 1, 2, 0, 0, 3);
  const gradient = Float32Array.of(7, 7, 1, 0, 1, 0, 1, 0, 1, 4);
  const answer = { activation, gradient, shape, logits: Float32Array.of(0) };
  const read = spatialAnswer(answer, { plane: { rows: 2, columns: 2, before: 1 } });
  const { values, shape: size } = classActivation(read, true);
  expect(size).toEqual([2, 2]);
  // Each channel by the mean of its gradient over the plane: 1 and 1.
  expect([...values]).toEqual([1, 1, 2, 3]);
});
