import type { Plan } from '../../plan/plan.ts';
import type { RunSubject } from '../../results/differences.ts';
import { VERSION } from '../../version.ts';
import type { Subject } from './subject.ts';

/** What a run that is about to start is a run of, as its report will say it. */
export function runSubject(
  plan: Plan,
  { model, inputs, networks }: Pick<Subject, 'model' | 'inputs' | 'networks'>,
): RunSubject {
  return {
    version: VERSION,
    plan,
    model,
    networks: networks.map(({ name, model: { sha256 } }) => ({ name, sha256 })),
    inputs: inputs.ids.map((id, i) => ({ id, sha256: inputs.sha256[i], label: inputs.labels[i] })),
  };
}
