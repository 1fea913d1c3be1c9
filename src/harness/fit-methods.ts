import type { Method } from '../attribution/method.ts';
import { UnmetCompositeError } from '../attribution/programs.ts';
import type { WeightedModel } from '../attribution/weighted-model.ts';
import { InputError } from '../errors.ts';
import type { Notice } from './report.ts';
import type { SelectedMethod } from './select-methods.ts';

/**
 * The methods that can explain the model. A method that came with a set and does not fit is left out with a notice; one
 * that was asked for by name is an InputError.
 */
export async function fitMethods(
  selected: readonly SelectedMethod[],
  model: WeightedModel,
  notify: (notice: Notice) => void,
): Promise<Method[]> {
  const fitting: Method[] = [];
  for (const { method, optional } of selected) {
    const refusal = await refusalOf(method, model);
    if (!refusal) fitting.push(method);
    else if (optional) {
      const { expected, found } = refusal.parts;
      const message = `${method.name} is left out: it needs ${expected}, found ${found}`;
      notify({ code: 'method-skipped', message });
    } else throw refusal;
  }
  if (fitting.length === 0) {
    throw new InputError({ thing: 'methods', expected: 'one that fits the model', found: 'none' });
  }
  return fitting;
}

async function refusalOf(method: Method, model: WeightedModel): Promise<InputError | null> {
  if (method.needsSpatial && model.inputShape.length !== 3) {
    return new InputError({
      thing: `method ${method.name}`,
      expected: 'a model of images [H, W, C]',
      found: `an input of shape [${model.inputShape.join(', ')}]`,
    });
  }
  try {
    for (const { pass } of method.requests(model.model)) {
      if (pass.kind !== 'logits') await model.requireMet(pass.composite);
    }
    return null;
  } catch (error) {
    if (error instanceof UnmetCompositeError) {
      return new InputError({ ...error.parts, thing: `method ${method.name}` });
    }
    if (error instanceof InputError) return error;
    throw error;
  }
}
