import { InputError } from '../../errors.ts';
import type { Inputs } from '../../inputs/inputs.ts';
import type { Model } from '../../model/model.ts';
import type { Target } from '../../plan/plan.ts';

/** The explained class of every input: the predicted one, or its label. */
export function chooseTargets(
  target: Target,
  predicted: Int32Array,
  inputs: Pick<Inputs, 'ids' | 'labels'>,
  { output, source }: Pick<Model, 'output' | 'source'>,
): Int32Array {
  if (target !== 'label') return predicted;
  if (output === 'regression') {
    throw new InputError({
      thing: 'target label',
      expected: 'a classifier, whose classes have labels',
      found: `a single output that is a number (${source})`,
      hint: 'Leave the option target away: the number is what is explained.',
    });
  }
  return Int32Array.from(inputs.labels, (label, i) => {
    if (label !== null) return label;
    throw new InputError({
      thing: 'target label',
      expected: 'a label for every input',
      found: `none for ${inputs.ids[i]}`,
    });
  });
}
