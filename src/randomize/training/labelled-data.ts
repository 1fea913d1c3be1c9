import { InputError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';

/**
 * Checks training data against a model and returns the number of inputs. Throws InputError where inputs and labels differ
 * in number, a label is no class of the model, or a class has no example.
 */
export function countLabelled(
  model: Pick<Model, 'source' | 'inputShape' | 'classes'>,
  data: Float32Array,
  labels: ArrayLike<number>,
): number {
  const size = model.inputShape.reduce((product, n) => product * n, 1);
  const count = data.length / size;
  if (count === 0 || !Number.isInteger(count)) {
    throw new InputError({
      thing: 'training data',
      expected: `inputs of [${model.inputShape}], ${size} values each`,
      found: `${data.length} values`,
    });
  }
  if (labels.length !== count) {
    throw new InputError({
      thing: 'training labels',
      expected: `${count}, one for each input`,
      found: String(labels.length),
    });
  }
  const examples = new Array<number>(model.classes).fill(0);
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    if (!Number.isInteger(label) || label < 0 || label >= model.classes) {
      throw new InputError({
        thing: `training label ${i}`,
        expected: `a class index from 0 to ${model.classes - 1}`,
        found: String(label),
      });
    }
    examples[label]++;
  }
  const empty = examples.indexOf(0);
  if (empty >= 0) {
    throw new InputError({
      thing: 'training labels',
      expected: `an example of each of ${model.classes} classes`,
      found: `none of class ${empty}`,
    });
  }
  return count;
}
