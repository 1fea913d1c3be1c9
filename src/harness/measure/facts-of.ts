import type { Condition } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import { rangeOf } from '../../extremes.ts';
import type { Plan } from '../../plan/plan.ts';
import { parameterCount } from '../../randomize/randomize.ts';
import type { Commands, RunFacts } from '../../results/facts.ts';
import { namedClass } from '../../results/named-class.ts';
import type { Notice, RunCost } from '../../results/report.ts';
import type { TrainingReport } from '../../results/training-report.ts';
import { VERSION } from '../../version.ts';
import { accuracyNotices } from '../prepare/accuracy-notices.ts';
import { experimentFacts } from '../prepare/experiment-facts.ts';
import { profileNotices } from '../prepare/fit-checks.ts';
import { spreadOf } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import { meanZeroShare } from './input-structures.ts';
import type { Journal } from './journal.ts';
import type { LabelTraining } from './label-networks.ts';

export interface FactsContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly journal: Pick<Journal, 'notices'>;
  readonly stages: ReadonlyMap<string, readonly Condition[]>;
  readonly commands: Commands;
  readonly startedAt: Date;
  readonly cost?: RunCost;
  readonly chunk?: number;
  /** What was trained. */
  readonly training: readonly TrainingReport[];
  readonly labelTraining?: LabelTraining | null;
}

/** The facts of a run, as JSON keeps them. */
export function factsOf(context: FactsContext): RunFacts {
  const { subject, plan, stages, commands, startedAt, cost, training, labelTraining, journal } = context;
  const { model, inputs, engine, trained, methods, measured } = subject;
  const factorless = new Set(measured.flatMap((each) => (each.multipliesByInput ? [] : [each.name])));
  const facts: RunFacts = {
    kind: 'run',
    version: VERSION,
    startedAt: startedAt.toISOString(),
    engine: {
      name: engine.name,
      threads: engine.threads,
      backend: engine.backend,
      operators: engine.operators,
      device: engine.device,
    },
    plan,
    model: {
      source: plan.model,
      sha256: model.sha256,
      inputShape: model.inputShape,
      output: model.output,
      classes: model.classes,
      layers: model.layers,
      parameters: parameterCount(model),
    },
    inputs: inputs.ids.map((id, i) => ({
      id,
      sha256: inputs.sha256[i],
      label: inputs.labels[i],
      ...namedClass('labelName', inputs.labels[i], subject.classNames),
      ...(trained.probability
        ? {
            predicted: trained.predicted[i],
            ...namedClass('predictedName', trained.predicted[i], subject.classNames),
            probability: trained.probability[i],
          }
        : { value: trained.logits[i] }),
    })),
    accuracy: trained.accuracy,
    methods: methods.map(({ name, twin, unsigned, control, stochastic, multipliesByInput }) => ({
      name,
      twin: twin ?? null,
      ...(unsigned ? { unsigned } : {}),
      ...(control ? { control: true } : {}),
      ...(stochastic ? { noisy: true } : {}),
      ...(multipliesByInput && twin && factorless.has(twin.method) ? { unmultiplied: twin.method } : {}),
    })),
    derivative: subject.derivative,
    conditions: Object.fromEntries(stages),
    logitSpread: spreadOf(trained.logits),
    structuralZeros: meanZeroShare(subject.batch),
    logitRange: rangeOf(trained.logits),
    normalised: (model.normalisations ?? []).length > 0,
    chunk: context.chunk ?? inputs.ids.length,
    ...(subject.networks.length > 0 ? { networks: subject.networks.map(networkFacts) } : {}),
    training,
    ...(cost ? { cost } : {}),
    ...(subject.skipped.length > 0 ? { skipped: subject.skipped } : {}),
    notices: [
      ...subject.notices,
      ...journal.notices,
      ...quickNotices(plan),
      ...looksNotices(plan, inputs.ids.length),
      ...profileNotices(plan.profile),
      ...accuracyNotices(subject, true),
      ...(labelTraining?.notices ?? []),
      ...groupNotices(plan),
      ...checkNotices(subject, plan),
    ],
    commands,
  };
  // What is concluded from it must be what is concluded from the journal.
  return JSON.parse(JSON.stringify(facts)) as RunFacts;
}

const networkFacts = ({ name, source, model: { sha256 } }: Subject['networks'][number]) => ({
  name,
  source,
  sha256,
});

/** What checks say of how they treat methods. */
function checkNotices(subject: Subject, plan: Plan): Notice[] {
  const facts = experimentFacts(subject, plan);
  return plan.orders.flatMap((order) => {
    const told = findCheck(order).tells?.(facts, plan) ?? [];
    return told.map((message) => ({ code: order, message }));
  });
}

/** Says that layers are randomised in blocks, which ones the plan lists. */
function groupNotices({ group, groups }: Plan): Notice[] {
  if (group !== 'block') return [];
  const layers = groups.reduce((sum, { layers: members }) => sum + members.length, 0);
  const message = `${layers} layers are randomised in ${groups.length} blocks; --group layer randomises each alone`;
  return [{ code: 'group', message }];
}

/** Says that more inputs or draws were asked for than the largest look takes. */
function looksNotices({ looks, draws }: Plan, inputs: number): Notice[] {
  const last = looks?.at(-1);
  if (!last || (inputs <= last.inputs && draws <= last.draws)) return [];
  const message = `${inputs} inputs x ${draws} draws are more than the last look takes, ${last.inputs} x ${last.draws}: a run without --decide takes them all`;
  return [{ code: 'looks', message }];
}

/** Says that a quick run is a first look, not the whole of it. */
function quickNotices({ quick }: Plan): Notice[] {
  const message =
    'a quick run, of few inputs and draws and only the stages that carry gates: decide with one without --quick';
  return quick ? [{ code: 'quick', message }] : [];
}
