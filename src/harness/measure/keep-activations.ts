import { KeptActivations } from '../../attribution/reuse/kept-activations.ts';
import { repetitions } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import { backwardBytes } from '../prepare/batch-size.ts';
import type { Subject } from '../prepare/subject.ts';
import { plannedStages } from './measure.ts';

/** Most bytes that are kept, of which what passes of two kinds take comes off: large networks keep little. */
const BUDGET = 256 * 2 ** 20;
const PASSES = 2;

/** The subject with what the stages of a plan go on from; as it is where nothing is to be reused. */
export async function keepActivations(subject: Subject, plan: Plan): Promise<Subject> {
  const { reuse, programs, measured, model, batch } = subject;
  if (!reuse) return subject;
  const place = new Map(model.layers.map(({ name }, i) => [name, i]));
  const levels: number[] = [];
  for (const [name, stages] of plannedStages(subject, plan)) {
    for (const stage of stages) {
      const { layers } = stage;
      if (layers.length === 0) continue;
      const level = Math.max(...layers.map((layer) => place.get(layer) ?? 0));
      levels.push(...Array<number>(repetitions(findCheck(name), stage, plan)).fill(level));
    }
  }
  const activations = await KeptActivations.plan(programs, model.trained, {
    requests: measured.flatMap((method) => method.requests(model)).filter(({ varies }) => !varies),
    inputs: batch.count,
    levels,
    budget: Math.max(0, BUDGET - PASSES * programs.batch * backwardBytes(model)),
  });
  return { ...subject, reuse: { ...reuse, activations } };
}
