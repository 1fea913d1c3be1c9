import { concernedBy } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import { measurementKey } from '../../results/lines.ts';
import type { Subject } from '../prepare/subject.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { type Journal, memoryJournal } from './journal.ts';
import type { LabelTraining } from './label-networks.ts';
import { plannedStages, stagesInOrder } from './measure.ts';

/** What trainings take, at most. */
export interface TrainingCost {
  /** Networks. */
  readonly networks: number;
  /** Examples that go through them. */
  readonly work: number;
  /** Examples that every method explains first. */
  readonly explained: number;
}

/** What the trainings of a run take, at most: before anything is explained, and while it is measured, of what is not in the journal. */
export function trainingCost(
  subject: Subject,
  plan: Plan,
  training: Pick<LabelTraining, 'work' | 'networks' | 'each' | 'examples'> | null,
  journal: Journal = memoryJournal(),
  chunks: readonly Chunk[] = chunksOf(subject.batch.count, subject.batch.count),
): TrainingCost {
  if (!training) return { networks: 0, work: 0, explained: 0 };
  const shared = new Map<string, number>();
  let networks = 0;
  for (const { stage, draw } of stagesInOrder(plannedStages(subject, plan), plan)) {
    const { relearning, name: check } = findCheck(stage.check);
    if (!relearning) continue;
    const place = { check, condition: stage.name, draw };
    const missing = concernedBy(stage, subject.measured).filter(({ name }) =>
      chunks.some(({ first }) => !journal.has(measurementKey(place, name, first))),
    );
    networks += relearning.each * missing.length;
    if (missing.length > 0) shared.set(`${draw} ${relearning.shared.name}`, relearning.shared.networks);
  }
  for (const each of shared.values()) networks += each;
  return {
    networks: training.networks + networks,
    work: training.work + networks * training.each,
    explained: networks > 0 ? training.examples : 0,
  };
}
