import { expect, test } from 'vitest';
import { requireAlike } from '../../../src/harness/prepare/given-networks.ts';
import type { Model } from '../../../src/model/model.ts';

type Described = Parameters<typeof requireAlike>[1];

const images = { inputShape: [8, 8, 1], classes: 4, output: 'multi-class' } as const;
const texts = { ...images, inputShape: [8, 16], tokens: {} as NonNullable<Model['tokens']> };

test('what is compared with the model takes what it takes, and is not of texts', () => {
  const refusal = (network: Described, model: Described) => {
    try {
      requireAlike('other.onnx', network, model);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const cases = [
    refusal(images, images),
    refusal(texts, texts),
    refusal(texts, images),
    refusal(images, texts),
    refusal({ ...images, output: 'regression', classes: 1 }, images),
    refusal({ ...images, inputShape: [3] }, images),
  ];
  expect(`\n${cases.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    accepted
    replica other.onnx: expected a network whose maps can be compared with the model's, found one of texts: its maps are of what its own embedding makes of them, which no other network shares. Leave --replica out.
    replica other.onnx: expected a network whose maps can be compared with the model's, found one of texts, which the model is not. Leave --replica out, or give another one.
    replica other.onnx: expected a network whose maps can be compared with the model's, found one that is not of texts, as the model is. Leave --replica out, or give another one.
    replica other.onnx: expected inputs of [8, 8, 1] and 4 classes, as the model has, found inputs of [8, 8, 1] and a single number (a regression).
    replica other.onnx: expected inputs of [8, 8, 1] and 4 classes, as the model has, found inputs of [3] and 4 classes.
    "
  `);
});
