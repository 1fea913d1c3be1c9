import type { Maps } from '../attribution/maps.ts';
import type { Order, Plan } from '../config/plan.ts';
import type { Stage } from '../randomize/orders.ts';
import { parameterCount } from '../randomize/randomize.ts';
import { findMetric } from '../similarity/registry.ts';
import { VERSION } from '../version.ts';
import { checkAll } from './checks.ts';
import { costPerInput } from './explain-all.ts';
import type { Journal } from './journal.ts';
import { PictureBook } from './picture-book.ts';
import type { Pictures } from './pictures.ts';
import { Meter, type Progress } from './progress.ts';
import { trainedReferences } from './references.ts';
import type { CheckResult, Report, Status } from './report.ts';
import type { Step } from './step.ts';
import { plannedStages, runSteps } from './steps.ts';
import type { Subject } from './subject.ts';

export interface RunResult {
  readonly report: Report;
  readonly pictures: Pictures;
  readonly steps: readonly Step[];
}

export interface RunContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly journal: Journal;
  /** Counts the work; the subject's passes tick it. */
  readonly meter: Meter;
  /** The command that repeats the whole run, or the check of one method under one order. */
  readonly command: (method?: string, order?: Order) => string;
  readonly startedAt: Date;
}

/** The meter of a run: one pass over the methods for every stage and draw, and two for the trained model. */
export function meterOf(
  subject: Subject,
  plan: Plan,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Meter {
  const stages = [...plannedStages(subject, plan).values()].flat().length;
  const passes = 2 + plan.draws * stages;
  return new Meter(
    passes * subject.batch.count * costPerInput(subject.methods, subject.model),
    onProgress,
    signal,
  );
}

/** Runs the plan from the trained references to the verdicts. Writes nothing but the journal. */
export async function run(context: RunContext): Promise<RunResult> {
  const { subject, plan, journal, meter, command, startedAt } = context;
  const started = performance.now();
  const metrics = plan.metrics.map(findMetric);
  const references = await trainedReferences(subject, plan, metrics, (method) => {
    meter.label = `trained model, ${method}`;
  });
  const book = new PictureBook(subject, plan, references);
  const hooks = {
    label: (text: string) => {
      meter.label = text;
    },
    maps: (stage: Stage, maps: readonly Maps[]) => book.add(stage, maps),
  };
  const steps = await runSteps(subject, plan, metrics, references, journal, hooks);
  const stages = plannedStages(subject, plan);
  const checks = checkAll({ subject, plan, metrics, references, stages, steps, command });
  const pictures = await book.finish(stages, steps);
  const { model, inputs, trained, engine } = subject;
  const report: Report = {
    schema: 'saliency-sanity/report@1',
    version: VERSION,
    seed: plan.seed,
    engine: { name: engine.name, threads: engine.threads, backend: engine.backend },
    command: command(),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - started),
    plan,
    model: {
      source: plan.model,
      sha256: model.sha256,
      inputShape: model.inputShape,
      classes: model.classes,
      layers: model.layers,
      parameters: parameterCount(model),
    },
    inputs: inputs.ids.map((id, i) => ({
      id,
      sha256: inputs.sha256[i],
      label: inputs.labels[i],
      predicted: trained.predicted[i],
      probability: trained.probability[i],
    })),
    notices: [...subject.notices, ...references.notices],
    checks,
    summary: summarise(checks),
  };
  return { report, pictures, steps };
}

function summarise(checks: readonly CheckResult[]): Report['summary'] {
  const count = (status: Status) => checks.filter((c) => c.status === status).length;
  const [passed, failed, inconclusive] = [count('passed'), count('failed'), count('inconclusive')];
  const status = failed > 0 ? 'failed' : inconclusive > 0 ? 'inconclusive' : 'passed';
  return { status, passed, failed, inconclusive };
}
