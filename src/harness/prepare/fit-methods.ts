import { MisfitError } from '../../attribution/misfit.ts';
import type { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { FRUGAL_SETS } from '../../attribution/registry.ts';
import { InputError } from '../../errors.ts';
import type { Notice, SkippedMethod } from '../../results/report.ts';
import { passesText } from '../../statistics/wording.ts';
import { type CostlyMethod, tooCostly } from './method-cost.ts';
import type { SelectedMethod } from './select-methods.ts';

/** The methods that explain the model, and those that are left out, with the reasons. */
export interface Fitting {
  readonly methods: readonly SelectedMethod['method'][];
  readonly skipped: readonly SkippedMethod[];
}

/**
 * The methods that can explain the model. One that the model does not allow is left out with a notice, whether it was asked
 * for by name or came with a set; so are those of `paper` and `all` that would cost more than half of all that is cheaper. Throws InputError for
 * settings that do not fit the model, such as the name of a layer, and where no method is left.
 */
export async function fitMethods(
  selected: readonly SelectedMethod[],
  model: WeightedModel,
  notify: (notice: Notice) => void,
): Promise<Fitting> {
  const fitting: SelectedMethod[] = [];
  const refusals: InputError[] = [];
  const skipped: SkippedMethod[] = [];
  const leaveOut = (code: string, { method, set }: SelectedMethod, reason: string) => {
    skipped.push({ method: method.name, reason, named: set === null });
    notify({ code, message: `${method.name} is left out: ${reason}` });
  };
  for (const each of selected) {
    const refusal = await refusalOf(each, model);
    if (!refusal) fitting.push(each);
    else {
      const { expected, found } = refusal.parts;
      refusals.push(refusal);
      leaveOut('method-skipped', each, `it needs ${expected}, found ${found}`);
    }
  }
  if (fitting.length === 0) throw noneLeft(refusals, skipped);
  const isCandidate = ({ set }: SelectedMethod) => set !== null && FRUGAL_SETS.has(set);
  const methodsOf = (some: readonly SelectedMethod[]) => some.map(({ method }) => method);
  const kept = fitting.filter((each) => !isCandidate(each));
  const costly = tooCostly(methodsOf(kept), methodsOf(fitting.filter(isCandidate)), model.model);
  for (const one of costly) {
    const member = fitting.find(({ method }) => method === one.method)!;
    leaveOut('method-costly', member, costReason(one, member.set!));
  }
  const left = new Set(costly.map(({ method }) => method));
  return { methods: methodsOf(fitting).filter((method) => !left.has(method)), skipped };
}

function costReason({ method, gradients, forwards, share }: CostlyMethod, set: string): string {
  const part = `${passesText({ gradients, forwards })} a map, ${Math.round(100 * share)} % of the work`;
  return `it would take ${part}; --methods ${set},${method.name} asks for it`;
}

function noneLeft(refusals: readonly InputError[], skipped: readonly SkippedMethod[]): InputError {
  if (refusals.length === 1) return refusals[0];
  const reasons = skipped.map(({ method, reason }) => `${method}: ${reason}`).join('; ');
  return new InputError({
    thing: 'methods',
    expected: 'one that fits the model',
    found: `none (${reasons})`,
  });
}

/** Why the model does not allow a method; null where it does. */
async function refusalOf({ method, set }: SelectedMethod, model: WeightedModel): Promise<InputError | null> {
  const thing = `method ${method.name}`;
  const { inputShape, model: given } = model;
  if (method.needsSpatial && inputShape.length !== 3 && !(method.spansSteps && given.sequence)) {
    const expected = `a model of images [H, W, C]${method.spansSteps ? ' or of sequences [steps, features]' : ''}`;
    return new MisfitError({ thing, expected, found: `an input of shape [${inputShape.join(', ')}]` });
  }
  try {
    for (const { pass } of method.requests(model.model)) {
      if (pass.kind !== 'logits') await model.requireMet(pass.composite);
    }
    return null;
  } catch (error) {
    const unfit = error instanceof MisfitError || (set !== null && error instanceof InputError);
    if (unfit) return new MisfitError({ ...error.parts, thing });
    throw error;
  }
}
