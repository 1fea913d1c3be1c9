import { requestCost } from '../attribution/answer.ts';
import { explainBatch } from '../attribution/explain-batch.ts';
import type { Maps } from '../attribution/maps.ts';
import type { Batch, Method } from '../attribution/method.ts';
import { requestKey } from '../attribution/request.ts';
import { WeightedModel } from '../attribution/weighted-model.ts';
import type { Target } from '../config/plan.ts';
import type { Model, Weights } from '../model/model.ts';
import { seededNoise } from '../randomize/noise-source.ts';
import { predictions } from './logits.ts';
import type { Subject } from './subject.ts';

export interface Explained {
  /** In the order of the subject's methods. */
  readonly maps: readonly Maps[];
  /** [inputs, classes]. */
  readonly logits: Float32Array;
}

export interface ExplainSettings {
  readonly seed: number;
  readonly target: Target;
  /** Which noise stochastic methods get: 0 for every comparison, 1 for the ceiling. */
  readonly replica?: number;
  /** Explains only the first inputs. */
  readonly count?: number;
  readonly before?: (method: string) => void;
}

/** Maps of every method of the subject under some weights, and the logits that go with them. */
export async function explainAll(
  subject: Subject,
  weights: Weights,
  settings: ExplainSettings,
): Promise<Explained> {
  const { programs, methods, inputs, model } = subject;
  const batch = firstInputs(subject.batch, settings.count ?? subject.batch.count);
  const weighted = new WeightedModel(programs, weights);
  try {
    const logits = await weighted.logits(batch.values);
    const targets =
      settings.target === 'repredicted' ? predictions(logits, model.classes) : subject.trained.targets;
    const noise = seededNoise(settings.seed, inputs.sha256, settings.replica);
    const maps = await explainBatch(methods, weighted, batch, targets, noise, settings.before);
    return { maps, logits };
  } finally {
    await weighted.release();
  }
}

function firstInputs(batch: Batch, count: number): Batch {
  if (count >= batch.count) return batch;
  const size = batch.values.length / batch.count;
  return { ...batch, count, values: batch.values.subarray(0, count * size) };
}

/** Forward and backward evaluations per input that one pass over all methods costs, shared requests counted once. */
export function costPerInput(methods: readonly Method[], model: Model): number {
  const requests = methods.flatMap((m) => m.requests(model));
  const distinct = new Map(requests.map((r) => [requestKey(r), r]));
  return [...distinct.values()].reduce((sum, r) => sum + requestCost(r), 1);
}
