import { explainBatch } from '../attribution/explain-batch.ts';
import type { Maps } from '../attribution/maps.ts';
import type { Batch, Method } from '../attribution/method.ts';
import type { NoiseSource } from '../attribution/noise.ts';
import { Resumption } from '../attribution/resumption.ts';
import { WeightedModel } from '../attribution/weighted-model.ts';
import type { Target } from '../config/plan.ts';
import type { Weights } from '../model/model.ts';
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
  /** In place of the subject's methods. */
  readonly methods?: readonly Method[];
  readonly before?: (method: string) => void;
}

/** Maps of every method of the subject under some weights, and the logits that go with them. */
export async function explainAll(
  subject: Subject,
  weights: Weights,
  settings: ExplainSettings,
): Promise<Explained> {
  const { programs, model, reuse } = subject;
  const { methods = subject.methods, target, before } = settings;
  const batch = firstInputs(subject.batch, settings.count ?? subject.batch.count);
  const weighted = new WeightedModel(programs, weights, resumptionOf(subject, weights, settings));
  try {
    // Where the targets depend on them, logits come first; else most methods bring them along.
    let logits: Float32Array | null = null;
    if (!reuse || target === 'repredicted') logits = await weighted.logits(batch.values);
    const targets =
      logits && target === 'repredicted' ? predictions(logits, model.classes) : subject.trained.targets;
    const maps = await explainBatch(methods, weighted, batch, targets, noiseOf(subject, settings), {
      before,
      logits: (brought) => {
        logits ??= brought;
      },
    });
    return { maps, logits: logits ?? (await weighted.logits(batch.values)) };
  } finally {
    await weighted.release();
  }
}

/** What is kept belongs to replica 0 of all inputs; others take the same way, so that equal maps are equal to the last bit. */
function resumptionOf({ reuse, batch }: Subject, weights: Weights, { replica = 0, count }: ExplainSettings) {
  if (!reuse?.activations) return null;
  const fresh = replica !== 0 || (count ?? batch.count) < batch.count;
  return new Resumption(reuse.activations, weights, { fresh });
}

/** Noise of replica 0 is used at every stage and kept; the ceiling's is used once. */
function noiseOf({ inputs, reuse }: Subject, { seed, replica = 0 }: ExplainSettings): NoiseSource {
  const fresh = seededNoise(seed, inputs.sha256, replica);
  return reuse && replica === 0 ? reuse.noise.of(fresh, seed) : fresh;
}

function firstInputs(batch: Batch, count: number): Batch {
  if (count >= batch.count) return batch;
  const size = batch.values.length / batch.count;
  return { ...batch, count, values: batch.values.subarray(0, count * size) };
}

/** Forward and backward evaluations per input that one pass over all methods costs, shared requests counted once. */
export function costPerInput({
  methods,
  model,
  reuse,
}: Pick<Subject, 'methods' | 'model' | 'reuse'>): number {
  const requests = methods.flatMap((m) => m.requests(model));
  const distinct = new Map(requests.map((r) => [r.key, r]));
  const brought = reuse && requests.some((r) => r.logitsOf);
  return [...distinct.values()].reduce((sum, { points }) => sum + points, brought ? 0 : 1);
}
