import { passKey } from '../../attribution/passes/pass.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RunCost } from '../../results/report.ts';
import type { Chunk } from '../measure/chunks.ts';
import { costPerInput } from '../measure/explain-all.ts';
import { type Journal, memoryJournal } from '../measure/journal.ts';
import { trainingCost } from '../measure/relearning-cost.ts';
import { forwardsOf, passesOf as modelsOf } from '../run.ts';
import {
  costliest,
  distinctRequests,
  estimatingForwards,
  FURTHER,
  furtherGradients,
  passesOf,
} from './method-cost.ts';
import type { Speed } from './speed.ts';
import type { Subject } from './subject.ts';

/**
 * What a run takes, at the speed that was measured; with a journal, what is left of it. An upper estimate: what stages share
 * is counted for each of them, and trainings may end early.
 */
export function runCost(
  subject: Subject,
  plan: Plan,
  speed: Speed,
  {
    training = null,
    journal = memoryJournal(),
    chunks,
  }: { training?: Parameters<typeof trainingCost>[2]; journal?: Journal; chunks?: readonly Chunk[] } = {},
): RunCost {
  const { methods, measured, model, batch } = subject;
  const learning = trainingCost(subject, plan, training, journal, chunks);
  const models = modelsOf(subject, plan, journal, chunks);
  const inputs = models * batch.count + learning.explained;
  const estimating = models * estimatingForwards(measured, model);
  const forwards = forwardsOf(subject, plan, journal, chunks) * batch.count + estimating;
  const requests = distinctRequests(measured, model);
  const each = costPerInput(subject, measured);
  const further = furtherGradients(measured);
  const forward = each - further - requests.reduce((sum, { points }) => sum + points, 0);
  const passes = requests.reduce(
    (sum, { points, pass }) => sum + points * speed.pass(passKey(pass)),
    forward * speed.pass('logits') + further * speed.pass(passKey(FURTHER)),
  );
  const { gradients } = passesOf(measured, model);
  const maps = Math.ceil(inputs * measured.length);
  const largest = costliest(methods, model);
  return {
    maps,
    gradients: Math.ceil(inputs * gradients),
    forwards: Math.ceil(inputs * (each - gradients) + forwards),
    training: learning.work,
    ...(learning.networks > 0 ? { networks: learning.networks } : {}),
    seconds:
      inputs * passes +
      forwards * speed.pass('logits') +
      maps * speed.comparison +
      learning.work * speed.pass('training'),
    largest: largest && { ...largest, method: largest.method.name },
  };
}
