import type { Target } from '../config/plan.ts';
import { InputError } from '../errors.ts';
import type { Inputs } from '../inputs/inputs.ts';

/** The explained class of every input: the predicted one, or its label. */
export function chooseTargets(
  target: Target,
  predicted: Int32Array,
  inputs: Pick<Inputs, 'ids' | 'labels'>,
): Int32Array {
  if (target !== 'label') return predicted;
  return Int32Array.from(inputs.labels, (label, i) => {
    if (label !== null) return label;
    throw new InputError({
      thing: 'target label',
      expected: 'a label for every input',
      found: `none for ${inputs.ids[i]}`,
    });
  });
}
