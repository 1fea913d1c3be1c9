import { KeptActivations } from '../../attribution/reuse/kept-activations.ts';
import { repetitions } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import { backwardBytes } from '../prepare/batch-size.ts';
import type { Subject } from '../prepare/subject.ts';
import { chunksOf } from './chunks.ts';
import { chunksOfLook } from './look-inputs.ts';
import { plannedStages } from './measure.ts';

/** Most bytes that are kept, of which what passes of two kinds take comes off: large networks keep little. */
const BUDGET = 256 * 2 ** 20;
const PASSES = 2;

/**
 * The subject with what the stages of a plan go on from; as it is where nothing is to be reused. `chunk` is the most inputs to a
 * chunk. Of a plan that looks several times nothing is sure but the first look.
 */
export async function keepActivations(subject: Subject, plan: Plan, chunk: number): Promise<Subject> {
  const { reuse, programs, measured, model, batch } = subject;
  if (!reuse) return subject;
  const { looks } = plan;
  const parts = looks ? chunksOfLook(looks, looks.length - 1, chunk) : chunksOf(batch.count, chunk);
  const sure = looks ? { ...plan, draws: looks[0].draws } : plan;
  const activations = await KeptActivations.plan(programs, model.trained, {
    requests: measured.flatMap((method) => method.requests(model)).filter(({ varies }) => !varies),
    parts,
    sure: looks ? chunksOfLook(looks, 0, chunk).length : parts.length,
    levels: levelsOf(subject, sure),
    budget: Math.max(0, BUDGET - PASSES * programs.batch * backwardBytes(model)),
  });
  return { ...subject, reuse: { ...reuse, activations } };
}

/** The level of every stage in every draw that makes layers random. */
function levelsOf(subject: Subject, plan: Plan): number[] {
  const place = new Map(subject.model.layers.map(({ name }, i) => [name, i]));
  const levels: number[] = [];
  for (const [name, stages] of plannedStages(subject, plan)) {
    for (const stage of stages) {
      const { layers } = stage;
      if (layers.length === 0) continue;
      const level = Math.max(...layers.map((layer) => place.get(layer) ?? 0));
      levels.push(...Array<number>(repetitions(findCheck(name), stage, plan)).fill(level));
    }
  }
  return levels;
}
