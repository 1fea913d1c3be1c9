import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Plan } from '../config/plan.ts';
import { VERSION } from '../version.ts';
import type { Subject } from './subject.ts';

/**
 * A hash of everything that decides the numbers of a run: plan, model, inputs, the source text of the user's own
 * methods, training data, and the version of this library. Finished steps are only reused under the same fingerprint.
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
  // A batch size that nobody asked for goes by the memory that happens to be free.
  const { title: _shown, ...numbers } = plan;
  const asked = { ...numbers, batch: config.batch ?? null };
  const content = [
    VERSION,
    asked,
    subject.engine.operators,
    subject.model.sha256,
    subject.inputs.sha256,
    custom,
  ];
  if (trainingData !== null) content.push(trainingData);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
