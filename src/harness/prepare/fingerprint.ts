import { createHash } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import { type Plan, planPart } from '../../plan/plan.ts';
import { VERSION } from '../../version.ts';
import type { Subject } from './subject.ts';

/**
 * A hash of everything that decides the scores of a run: what of the plan does, model, inputs with their labels and regions, the source
 * text of the user's own methods, training data, and the version of this library. Finished steps are only reused under
 * the same fingerprint. How scores are judged, where files lie, and what does the work are no part of it, so that a run
 * can be judged anew and go on elsewhere.
 */
export function fingerprint(
  plan: Plan,
  subject: Subject,
  config: Config,
  trainingData: string | null = null,
): string {
  const choice = config.methods;
  const custom = Array.isArray(choice)
    ? choice.map((m) => (typeof m?.explain === 'function' ? String(m.explain) : ''))
    : [];
  // What networks learn is known by its hash, wherever it lies.
  const training = plan.training && { ...plan.training, data: trainingData ?? '', labels: null };
  const { inputs, model, regions, networks } = subject;
  const content = [
    VERSION,
    planPart({ ...plan, training }, ['scores']),
    model.sha256,
    ...networks.map(({ model: { sha256 } }) => sha256),
    inputs.sha256,
    inputs.labels,
    custom,
    ...(regions ?? []).map(({ inside, boxes }) => [createHash('sha256').update(inside).digest('hex'), boxes]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
