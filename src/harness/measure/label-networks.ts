import type { TrainingSet } from '../../checks/lab.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Training } from '../../checks/training.ts';
import type { Config } from '../../config/config.ts';
import { TRAINING_DEFAULTS } from '../../config/defaults.ts';
import { located } from '../../disk/located.ts';
import type { Weights } from '../../model/model.ts';
import type { Plan } from '../../plan/plan.ts';
import type { TrainingPlan } from '../../plan/training.ts';
import { parameterCount } from '../../randomize/randomize.ts';
import { createEvaluator } from '../../randomize/training/accuracy.ts';
import { prepareTraining } from '../../randomize/training/train-network.ts';
import { TrainingPrograms } from '../../randomize/training/training-programs.ts';
import type { Notice } from '../../results/report.ts';
import type { TrainingReport } from '../../results/training-report.ts';
import type { Subject } from '../prepare/subject.ts';
import { loadTrainingData } from '../prepare/training-data.ts';
import type { Meter } from './progress.ts';
import { trainOne } from './train-one.ts';
import { optionsOf, type Recipe, TRUTH } from './training-recipe.ts';
import { SharedTrainingSet } from './training-set.ts';

/** A network that a check has had trained. */
export interface TrainedNetwork {
  readonly weights: Weights;
  /** On what it was trained on. */
  readonly accuracy: number;
  /** The accuracy that it had to reach. */
  readonly required: number;
}

/** The networks of a run that were trained. */
export interface TrainedNetworks {
  /** Trained on the true labels; null where the given network is taken. */
  readonly truth: Weights | null;
  /** Those that checks have trained, by name. */
  readonly byName: ReadonlyMap<string, TrainedNetwork>;
  /** Share of all parameters that training moves. */
  readonly coverage: number;
  readonly reports: readonly TrainingReport[];
}

/** A training that is ready to begin: its data is loaded and fits the model. */
export interface LabelTraining {
  readonly sha256: string;
  readonly notices: readonly Notice[];
  /** Examples that go at most through the networks that are trained before anything is explained. */
  readonly work: number;
  /** Number of these networks. */
  readonly networks: number;
  /** Examples that go at most through one network. */
  readonly each: number;
  /** Number of examples. */
  readonly examples: number;
  train(meter: Meter): Promise<TrainedNetworks>;
  /** The data, for checks that have networks learn something else; `subject` is what is explained. */
  set(subject: Subject, target: Plan['target'], meter: Meter): TrainingSet;
  /** Frees what trainings have in common. */
  dispose(): Promise<void>;
}

/** A network that has to be as good as the model may know so much less of the training data. */
const AS_GOOD = 0.02;
/** Training has to end at some accuracy above 0. */
const LEAST_REQUIRED = 0.01;

/** The networks that the checks of a plan have trained, each once. */
export function trainingsOf(plan: Pick<Plan, 'orders' | 'draws' | 'training'>): Training[] {
  const all = plan.orders.flatMap((order) => findCheck(order).trainings?.(plan) ?? []);
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

/** Loads the data and checks everything that can be known before the first step. Throws InputError. */
export async function openTraining(
  config: Config,
  plan: TrainingPlan,
  subject: Subject,
  settings: { readonly cwd: string; readonly seed: number; readonly trainings: readonly Training[] },
): Promise<LabelTraining> {
  const data = await loadTrainingData(config, subject.model, settings.cwd);
  const cache = config.training?.cache ?? TRAINING_DEFAULTS.cache;
  const folder = cache === false ? null : located(cache, settings.cwd);
  const programs = new TrainingPrograms(subject.model, subject.engine);
  const recipe: Recipe = { plan, subject, data, folder, seed: settings.seed, programs };
  const { mode } = prepareTraining(optionsOf(recipe, TRUTH));
  const { trainings } = settings;
  const first = plan.network === 'trained' ? [TRUTH] : [];
  const each = plan.epochs * data.labels.length;
  return {
    sha256: data.sha256,
    notices: data.notices.map((message) => ({ code: 'training', message: `training data: ${message}` })),
    work: (first.length + trainings.length) * each,
    ...{ networks: first.length + trainings.length, each, examples: data.labels.length },
    dispose: () => programs.dispose(),
    set: (explained, target, meter) =>
      new SharedTrainingSet(recipe, explained, { seed: settings.seed, target }, meter),
    async train(meter) {
      const reports: TrainingReport[] = [];
      const trained = async (network: Training, required?: number): Promise<TrainedNetwork> => {
        const options = optionsOf(recipe, network, required);
        const one = await trainOne(recipe, options, whereOf(network, trainings), meter);
        reports.push(await reportOf(recipe, network, one, required));
        return { weights: one.weights, accuracy: one.accuracy, required: required ?? plan.required };
      };
      const truth = first.length > 0 ? await trained(TRUTH) : null;
      const asGood = trainings.some(({ asAccurate }) => asAccurate)
        ? Math.max(LEAST_REQUIRED, (await accuracyOfModel(recipe, truth)) - AS_GOOD)
        : undefined;
      const byName = new Map<string, TrainedNetwork>();
      for (const one of trainings)
        byName.set(one.name, await trained(one, one.asAccurate ? asGood : undefined));
      const moved = new Set([...mode.trainable, ...mode.statistics]);
      const sizes = [...subject.model.trained].map(([name, { length }]) => (moved.has(name) ? length : 0));
      return {
        ...{ truth: truth?.weights ?? null, byName, reports },
        coverage: sizes.reduce((sum, size) => sum + size, 0) / parameterCount(subject.model),
      };
    },
  };
}

function whereOf({ name, permutation }: Training, all: readonly Training[]): string {
  if (name === TRUTH.name) return 'training on the true labels';
  const alike = all.filter((one) => (one.permutation === undefined) === (permutation === undefined));
  return `training on ${name}/${alike.length}`;
}

/** Share of the training data that the model answers as labelled, or the network of the true labels that stands in its place. */
async function accuracyOfModel(
  { subject: { model, engine }, data, programs }: Recipe,
  truth: TrainedNetwork | null,
): Promise<number> {
  if (truth) return truth.accuracy;
  const evaluator = await createEvaluator(model, engine, data.values, data.labels, programs);
  try {
    return await evaluator.accuracy(model.trained);
  } finally {
    await evaluator.dispose();
  }
}

async function reportOf(
  recipe: Recipe,
  { name }: Training,
  { accuracy, history, ended, cached, weights }: Awaited<ReturnType<typeof trainOne>>,
  required: number | undefined,
): Promise<TrainingReport> {
  return {
    ...{ labels: name, accuracy, ...(required === undefined ? {} : { required }) },
    ...{ testAccuracy: await testAccuracy(recipe, weights), epochs: history.length, ended, cached },
    curve: history.map(({ epoch, loss, accuracy: share }) => ({ epoch, loss, accuracy: share })),
  };
}

/** Share of the run's labelled inputs that the network answers with their own labels. */
async function testAccuracy({ subject, programs }: Recipe, weights: Weights) {
  const { model, engine, inputs, batch } = subject;
  const labelled = inputs.labels.flatMap((label, i) => (label === null ? [] : [{ label, i }]));
  if (labelled.length === 0) return null;
  const size = batch.values.length / batch.count;
  const values = new Float32Array(labelled.length * size);
  for (const [to, { i }] of labelled.entries()) {
    values.set(batch.values.subarray(i * size, (i + 1) * size), to * size);
  }
  const labels = labelled.map(({ label }) => label);
  const evaluator = await createEvaluator(model, engine, values, labels, programs);
  try {
    return await evaluator.accuracy(weights);
  } finally {
    await evaluator.dispose();
  }
}
