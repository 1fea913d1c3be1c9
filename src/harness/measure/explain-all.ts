import type { Maps } from '../../attribution/maps.ts';
import type { Method } from '../../attribution/method.ts';
import type { Change } from '../../checks/lab.ts';
import { distinctRequests, furtherGradients } from '../prepare/method-cost.ts';
import type { Subject } from '../prepare/subject.ts';
import { Explainer, type ExplainerSettings } from './explainer.ts';

export interface ExplainSettings extends ExplainerSettings {
  /** Explains only the first inputs. */
  readonly count?: number;
  /** In place of the subject's methods. */
  readonly methods?: readonly Method[];
}

/**
 * Maps of the methods with something changed, in their order, with the inputs that they explain where these are not those of the run, and
 * the logits [inputs, classes] that go with them.
 */
export async function explainAll(
  subject: Subject,
  change: Change,
  { count = subject.batch.count, methods = subject.methods, ...settings }: ExplainSettings,
): Promise<{
  readonly maps: readonly Maps[];
  readonly inputs: readonly (Float32Array | undefined)[];
  readonly logits: Float32Array;
}> {
  const partial = count < subject.batch.count ? { fresh: true } : {};
  const explainer = new Explainer(subject, change, { ...partial, ...settings });
  const maps: Maps[] = [];
  const inputs: (Float32Array | undefined)[] = [];
  try {
    const logits = await explainer.explain({ first: 0, count }, methods, (_, made, own) => {
      maps.push(made);
      inputs.push(own?.values);
    });
    return { maps, inputs, logits };
  } finally {
    await explainer.release();
  }
}

/** Forward and backward evaluations per input that one pass over all methods costs, shared requests counted once. */
export function costPerInput(
  { model, reuse }: Pick<Subject, 'model' | 'reuse'>,
  methods: readonly Method[],
): number {
  const requests = distinctRequests(methods, model);
  const brought = reuse && requests.some((r) => r.logitsOf);
  return requests.reduce((sum, r) => sum + r.points, furtherGradients(methods) + (brought ? 0 : 1));
}
