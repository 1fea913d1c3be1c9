import type { Condition } from '../checks/check.ts';
import { findCheck } from '../checks/registry.ts';
import type { Plan } from '../plan/plan.ts';
import type { Commands, RunFacts } from '../results/facts.ts';
import { pairsKey } from '../results/lines.ts';
import type { Pictures } from '../results/pictures.ts';
import type { Report, RunCost } from '../results/report.ts';
import type { Metric } from '../similarity/metric.ts';
import { findMetric } from '../similarity/registry.ts';
import { conclude, type Line } from './conclude/conclude.ts';
import { hasLooks } from './conclude/look-ahead.ts';
import { ScoreTables } from './conclude/score-tables.ts';
import { type Chunk, chunksOf } from './measure/chunks.ts';
import { companionsOf } from './measure/companions.ts';
import { costPerInput } from './measure/explain-all.ts';
import { factsOf } from './measure/facts-of.ts';
import { type Journal, memoryJournal } from './measure/journal.ts';
import { keepActivations } from './measure/keep-activations.ts';
import type { LabelTraining } from './measure/label-networks.ts';
import { isMeasured, measure, plannedStages, stagesInOrder } from './measure/measure.ts';
import { looksMeasured, measureLooks } from './measure/measure-looks.ts';
import { PictureBook } from './measure/picture-book.ts';
import { Meter, type Progress } from './measure/progress.ts';
import { allReferences } from './measure/references.ts';
import { trainingCost } from './measure/relearning-cost.ts';
import { Replicas } from './measure/replicas.ts';
import { retrained } from './measure/retrained.ts';
import { VariantLab } from './measure/variant-lab.ts';
import { evaluationsOf } from './prepare/evaluations.ts';
import type { Subject } from './prepare/subject.ts';

export interface RunResult {
  readonly report: Report;
  readonly pictures: Pictures;
  /** What the report was concluded from. */
  readonly lines: readonly Line[];
}

export interface RunContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly journal: Journal;
  /** Of a plan that trains networks. */
  readonly training?: LabelTraining | null;
  /** Counts the work; the subject's passes tick it. */
  readonly meter: Meter;
  /** The commands that repeat the whole run, and each check of it. */
  readonly commands: Commands;
  readonly startedAt: Date;
  /** What it takes, for the report. */
  readonly cost?: RunCost;
  /** Inputs to a chunk: all by default. */
  readonly chunk?: number;
  /** Measured beside the metrics of the plan, at gates: by default all that tells what similarities are made of. */
  readonly companions?: readonly Metric[];
  /** The pictures of a run that had ended; null where they are not to be had. */
  readonly storedPictures?: () => Promise<Pictures | null>;
}

/** The meter of a run: its training, one pass over the methods for every stage and draw, and two for the trained model. */
export function meterOf(
  subject: Subject,
  plan: Plan,
  journal: Journal = memoryJournal(),
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
  training: LabelTraining | null = null,
): Meter {
  // Looks are added one after the other, as they turn out to be needed.
  const passes = plan.looks ? 0 : passesOf(subject, plan, journal);
  const forwards = plan.looks ? 0 : forwardsOf(subject, plan, journal);
  const explaining = subject.batch.count * (passes * costPerInput(subject, subject.measured) + forwards);
  const { work, explained } = trainingCost(subject, plan, training, journal);
  return new Meter(
    explaining + work + explained * costPerInput(subject, subject.methods),
    onProgress,
    signal,
  );
}

/** How often every method explains every input: for every stage and draw that is not in the journal, and twice as trained. */
export function passesOf(
  subject: Subject,
  plan: Plan,
  journal: Journal = memoryJournal(),
  chunks: readonly Chunk[] = chunksOf(subject.batch.count, subject.batch.count),
): number {
  const models = new Set<string>();
  const bases = new Map(plan.orders.map(findCheck).map((check) => [check.reference?.name, check]));
  const references = [...bases.values()].reduce(
    (sum, { reference }) => sum + 2 * (reference?.evaluations ?? 1),
    0,
  );
  let more = 0;
  let passes = references;
  for (const at of stagesInOrder(plannedStages(subject, plan), plan)) {
    // What an interrupted run has finished is not done again.
    if (isMeasured(at, { subject, chunks, journal })) continue;
    const check = findCheck(at.stage.check);
    const { family, randomises, own } = check;
    if (own?.asTrained) continue;
    const evaluations = evaluationsOf(subject, subject.measured, check, at.stage, plan);
    const alone = !randomises ? at.stage.name : null;
    const model = JSON.stringify([at.draw, family, alone, [...at.stage.layers].sort()]);
    if (!models.has(model)) more += evaluations;
    models.add(model);
    passes += evaluations;
  }
  return subject.reuse ? references + more : passes;
}

/** Forward passes for each input beside explanations, at most, of what is not in the journal. */
export function forwardsOf(
  subject: Subject,
  plan: Plan,
  journal: Journal = memoryJournal(),
  chunks: readonly Chunk[] = chunksOf(subject.batch.count, subject.batch.count),
): number {
  let forwards = 0;
  for (const at of stagesInOrder(plannedStages(subject, plan), plan)) {
    const each = findCheck(at.stage.check).own?.forwards?.(at.stage) ?? 0;
    if (each > 0 && !isMeasured(at, { subject, chunks, journal })) forwards += each * subject.measured.length;
  }
  return forwards;
}

/** Runs the plan from the trained references to the verdicts. Writes nothing but the journal. */
export async function run(context: RunContext): Promise<RunResult> {
  const { plan, journal, meter, training } = context;
  const started = performance.now();
  const stages = plannedStages(context.subject, plan);
  const judged = await judgedAgain(context, stages);
  if (judged) return judged;
  const networks = training ? await training.train(meter) : null;
  const truth = networks?.truth;
  const trained = truth ? await retrained(context.subject, truth, plan.target) : context.subject;
  // Looks are too small for it: on the network of the digits a run takes a twelfth more with activations that are kept.
  const subject = plan.looks ? trained : await keepActivations(trained, plan);
  const metrics = plan.metrics.map(findMetric);
  const companions = context.companions ?? companionsOf(plan);
  const replicas = new Replicas(subject, plan, metrics);
  const { count } = subject.batch;
  const chunks = chunksOf(count, context.chunk ?? count);
  const facts = factsOf({
    ...context,
    subject,
    stages,
    training: networks?.reports ?? [],
    labelTraining: training,
  });
  journal.begin(facts);
  const label = (text: string) => {
    meter.label = text;
  };
  const set = training?.set(subject, plan.target, meter) ?? null;
  const lab = new VariantLab(subject, plan, networks, set);
  const ended = (): readonly Line[] => {
    const end = { kind: 'end', durationMs: Math.round(performance.now() - started) } as const;
    return [facts, ...journal.findings(), end];
  };
  if (hasLooks(facts)) {
    const size = context.chunk ?? count;
    const pictures = await measureLooks({
      subject,
      plan,
      facts,
      stages,
      metrics,
      companions,
      replicas,
      chunk: size,
      lab,
      journal,
      meter,
    });
    await lab.dispose();
    const lines = ended();
    return { report: conclude(lines), pictures, lines };
  }
  const references = await allReferences(
    {
      ...{ subject, plan, metrics, companions, chunks, replicas, journal },
      before: (method) => label(`trained model, ${method}`),
    },
    lab,
  );
  const book = new PictureBook(subject, plan, references, lab);
  await measure({
    ...{ subject, plan, metrics, companions, chunks, replicas, references, lab, journal, label },
    shown: (...made) => book.add(...made),
  });
  const pictures = await book.finish(stages, new ScoreTables(journal.findings(), count));
  await lab.dispose();
  const lines = ended();
  return { report: conclude(lines), pictures, lines };
}

/** A run that had ended needs no map to be judged again, under other gates for example; null where something is missing. */
async function judgedAgain(
  context: RunContext,
  stages: ReadonlyMap<string, readonly Condition[]>,
): Promise<RunResult | null> {
  const { journal, storedPictures } = context;
  const { earlier, ended } = journal;
  if (!earlier || !ended) return null;
  const facts = factsOf({ ...context, stages, training: earlier.training, labelTraining: context.training });
  if (!allMeasured(context, stages, facts)) return null;
  const pictures = await storedPictures?.();
  if (!pictures) return null;
  journal.begin(facts);
  const lines = [facts, ...journal.findings(), { kind: 'end', durationMs: 0 } as const];
  return { report: conclude(lines), pictures, lines };
}

function allMeasured(
  { subject, plan, journal, chunk }: RunContext,
  stages: ReadonlyMap<string, readonly Condition[]>,
  facts: RunFacts,
): boolean {
  const size = chunk ?? subject.batch.count;
  if (hasLooks(facts)) return looksMeasured({ subject, plan, facts, stages, chunk: size, journal });
  const chunks = chunksOf(subject.batch.count, size);
  const steps = [...stagesInOrder(stages, plan)];
  return journal.has(pairsKey()) && steps.every((at) => isMeasured(at, { subject, chunks, journal }));
}
