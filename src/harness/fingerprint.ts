import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Plan } from '../config/plan.ts';
import { VERSION } from '../version.ts';
import type { Subject } from './subject.ts';

/**
 * A hash of everything that decides the numbers of a run: plan, model, inputs, the source text of the user's own
 * methods, and the version of this library. Finished steps are only reused under the same fingerprint.
 */
export function fingerprint(plan: Plan, subject: Subject, config: Config): string {
  const choice = config.methods;
  const custom = Array.isArray(choice)
    ? choice.map((m) => (typeof m?.explain === 'function' ? String(m.explain) : ''))
    : [];
  const content = [VERSION, plan, subject.model.sha256, subject.inputs.sha256, custom];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
