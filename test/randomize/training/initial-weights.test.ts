import { expect, test } from 'vitest';
import { randomize } from '../../../src/randomize/randomize.ts';
import { initialWeights } from '../../../src/randomize/training/initial-weights.ts';
import { smallModel } from '../../attribution/small-network.ts';

test('no draw of a check gives back what training began with, whatever the seed', () => {
  const model = smallModel();
  const output = model.layers[0].weights[0];
  const begun = initialWeights(model, model.training!(), 1).get(output)!;
  expect(initialWeights(model, model.training!(), 1).get(output)).toEqual(begun);
  for (let draw = 0; draw < 8; draw++) {
    const { weights } = randomize(model, { stage: 'full', seed: 1, draw });
    expect(weights.get(output)).not.toEqual(begun);
  }
});
