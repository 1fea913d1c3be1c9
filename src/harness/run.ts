import type { Maps } from '../attribution/maps.ts';
import type { Condition } from '../checks/check.ts';
import { findCheck } from '../checks/registry.ts';
import type { Plan } from '../config/plan.ts';
import { parameterCount } from '../randomize/randomize.ts';
import { findMetric } from '../similarity/registry.ts';
import { VERSION } from '../version.ts';
import { checkAll } from './checks.ts';
import { mostDraws } from './draws.ts';
import { costPerInput } from './explain-all.ts';
import { type Journal, memoryJournal } from './journal.ts';
import { keepActivations } from './keep-activations.ts';
import type { LabelTraining } from './label-networks.ts';
import { PictureBook } from './picture-book.ts';
import type { Pictures } from './pictures.ts';
import { Meter, type Progress } from './progress.ts';
import { trainedReferences } from './references.ts';
import type { CheckResult, Notice, Report, Status } from './report.ts';
import { retrained } from './retrained.ts';
import { VariantLab } from './stage-weights.ts';
import { type Step, stepName } from './step.ts';
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
  /** Of a plan that trains networks. */
  readonly training?: LabelTraining | null;
  /** Counts the work; the subject's passes tick it. */
  readonly meter: Meter;
  /** The command that repeats the whole run, or the check of one method under one order. */
  readonly command: (method?: string, order?: string) => string;
  readonly startedAt: Date;
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
  const orders = plannedStages(subject, plan);
  let passes = 2;
  for (let draw = 0; draw < mostDraws(plan); draw++) {
    const stages = [...orders]
      .filter(([order]) => draw < findCheck(order).draws(plan))
      .flatMap(([, each]) => each);
    // What an interrupted run has finished is not done again.
    const left = stages.filter(
      ({ check, name }) => !journal.find(stepName({ draw, order: check, stage: name })),
    );
    const modelOf = (stage: Condition) =>
      JSON.stringify([findCheck(stage.check).family, [...stage.layers].sort()]);
    passes += subject.reuse ? new Set(left.map(modelOf)).size : left.length;
  }
  const explaining = passes * subject.batch.count * costPerInput(subject);
  return new Meter(explaining + (training?.work ?? 0), onProgress, signal);
}

/** Runs the plan from the trained references to the verdicts. Writes nothing but the journal. */
export async function run(context: RunContext): Promise<RunResult> {
  const { plan, journal, meter, command, startedAt, training } = context;
  const started = performance.now();
  const networks = training ? await training.train(meter) : null;
  const truth = networks?.truth;
  const trained = truth ? await retrained(context.subject, truth, plan.target) : context.subject;
  const subject = await keepActivations(trained, plan);
  const metrics = plan.metrics.map(findMetric);
  const references = await trainedReferences(subject, plan, metrics, (method) => {
    meter.label = `trained model, ${method}`;
  });
  const lab = new VariantLab(subject, plan, networks);
  const book = new PictureBook(subject, plan, references, lab);
  const hooks = {
    label: (text: string) => {
      meter.label = text;
    },
    maps: (stage: Condition, draw: number, maps: readonly Maps[]) => book.add(stage, draw, maps),
  };
  const steps = await runSteps({ subject, plan, metrics, references, lab, journal, hooks });
  const stages = plannedStages(subject, plan);
  const reports = networks?.reports ?? [];
  const checks = checkAll({ subject, plan, metrics, references, stages, steps, training: reports, command });
  const pictures = await book.finish(stages, steps);
  await lab.dispose();
  const { model, inputs, engine } = subject;
  const report: Report = {
    schema: 'saliency-sanity/report@1',
    version: VERSION,
    seed: plan.seed,
    engine: {
      name: engine.name,
      threads: engine.threads,
      backend: engine.backend,
      operators: engine.operators,
      device: engine.device,
    },
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
      predicted: subject.trained.predicted[i],
      probability: subject.trained.probability[i],
    })),
    ...(reports.length > 0 ? { training: reports } : {}),
    notices: [...subject.notices, ...(training?.notices ?? []), ...groupNotices(plan), ...references.notices],
    checks,
    summary: summarise(checks),
  };
  return { report, pictures, steps };
}

/** Says that layers are randomised in blocks, which ones the plan lists. */
function groupNotices({ group, groups }: Plan): Notice[] {
  if (group !== 'block') return [];
  const layers = groups.reduce((sum, { layers: members }) => sum + members.length, 0);
  const message = `${layers} layers are randomised in ${groups.length} blocks; --group layer randomises each alone`;
  return [{ code: 'group', message }];
}

function summarise(checks: readonly CheckResult[]): Report['summary'] {
  const count = (status: Status) => checks.filter((c) => c.status === status).length;
  const [passed, failed, inconclusive] = [count('passed'), count('failed'), count('inconclusive')];
  const status = failed > 0 ? 'failed' : inconclusive > 0 ? 'inconclusive' : 'passed';
  return { status, passed, failed, inconclusive };
}
