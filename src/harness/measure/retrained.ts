import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { Weights } from '../../model/model.ts';
import type { Target } from '../../plan/plan.ts';
import { measureAccuracy } from '../prepare/accuracy.ts';
import { answers } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import { chooseTargets } from '../prepare/targets.ts';

/** The subject with other weights in place of the given ones: what is explained as the trained model from here on. */
export async function retrained(subject: Subject, weights: Weights, target: Target): Promise<Subject> {
  const { model: given, programs, inputs } = subject;
  const model = { ...given, trained: weights };
  const weighted = new WeightedModel(programs, weights);
  try {
    const logits = await weighted.logits(inputs.values);
    const { predicted, probability } = answers(logits, model);
    const targets = chooseTargets(target, predicted, inputs, model);
    const accuracy = await measureAccuracy(inputs, predicted, model);
    return { ...subject, model, trained: { logits, predicted, probability, accuracy, targets } };
  } finally {
    await weighted.release();
  }
}
