import { resolve } from 'node:path';
import type { Training } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Config } from '../../config/config.ts';
import { TRAINING_DEFAULTS } from '../../config/defaults.ts';
import type { Weights } from '../../model/model.ts';
import type { Plan } from '../../plan/plan.ts';
import type { TrainingPlan } from '../../plan/training.ts';
import { parameterCount } from '../../randomize/randomize.ts';
import { Stream } from '../../randomize/stream.ts';
import { createEvaluator } from '../../randomize/training/accuracy.ts';
import { initialWeights } from '../../randomize/training/initial-weights.ts';
import { permutedLabels } from '../../randomize/training/label-noise.ts';
import {
  prepareTraining,
  type Trained,
  type TrainingOptions,
  trainNetwork,
} from '../../randomize/training/train-network.ts';
import { trainedWeights } from '../../randomize/training/trained-weights.ts';
import type { Notice } from '../../results/report.ts';
import type { TrainingReport } from '../../results/training-report.ts';
import type { Subject } from '../prepare/subject.ts';
import { loadTrainingData, type TrainingData } from '../prepare/training-data.ts';
import { Interrupted } from './interrupt.ts';
import type { Meter } from './progress.ts';

/** The networks of a run that were trained. */
export interface TrainedNetworks {
  /** Trained on the true labels; null where the given network is taken. */
  readonly truth: Weights | null;
  /** Those that checks have trained, by name. */
  readonly byName: ReadonlyMap<string, Weights>;
  /** Share of all parameters that training moves. */
  readonly coverage: number;
  readonly reports: readonly TrainingReport[];
}

/** A training that is ready to begin: its data is loaded and fits the model. */
export interface LabelTraining {
  readonly sha256: string;
  readonly notices: readonly Notice[];
  /** Inputs that go through the network at most. */
  readonly work: number;
  train(meter: Meter): Promise<TrainedNetworks>;
}

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
  const folder = cache === false ? null : resolve(settings.cwd, cache);
  const ready = { plan, subject, data, folder, seed: settings.seed, networks: settings.trainings.length };
  const { mode } = prepareTraining(optionsOf(ready, 'true'));
  const { trainings } = settings;
  const networks: Network[] = [...(plan.network === 'trained' ? (['true'] as const) : []), ...trainings];
  const work = plan.epochs * data.labels.length;
  return {
    sha256: data.sha256,
    notices: data.notices.map((message) => ({ code: 'training', message: `training data: ${message}` })),
    work: networks.length * work,
    async train(meter) {
      const trained: (Trained & { readonly report: TrainingReport })[] = [];
      for (const network of networks) trained.push(await trainOne(ready, network, meter));
      const weights = trained.map((one) => one.weights);
      const moved = new Set([...mode.trainable, ...mode.statistics]);
      const sizes = [...subject.model.trained].map(([name, { length }]) => (moved.has(name) ? length : 0));
      return {
        truth: plan.network === 'trained' ? weights[0] : null,
        byName: new Map(
          networks.flatMap((network, i) => (network === 'true' ? [] : [[network.name, weights[i]] as const])),
        ),
        coverage: sizes.reduce((sum, size) => sum + size, 0) / parameterCount(subject.model),
        reports: trained.map(({ report }) => report),
      };
    },
  };
}

/** What a network is trained on: the true labels, or what a check says. */
type Network = 'true' | Training;

interface Ready {
  readonly plan: TrainingPlan;
  readonly subject: Subject;
  readonly data: TrainingData;
  readonly folder: string | null;
  readonly seed: number;
  /** Number of networks that checks have trained. */
  readonly networks: number;
}

function optionsOf({ plan, subject, data, seed }: Ready, network: Network): TrainingOptions {
  const { model, engine } = subject;
  const { optimizer: kind, rate, momentum, schedule, loss, batch, epochs, required, labelNoise } = plan;
  const optimizer =
    kind === 'sgd' ? { kind, rate, ...(momentum === null ? {} : { momentum }) } : { kind, rate };
  // Apart from the seed of random weights, so that no network begins as a fully random model of another order.
  const own = (what: 'true' | number) => new Stream('training', seed, what).word();
  return {
    ...{ model, engine, data: data.values, seed: own(network === 'true' ? network : network.permutation) },
    labels:
      network === 'true'
        ? data.labels
        : permutedLabels(data.labels, { seed, permutation: network.permutation, share: labelNoise }),
    settings: { optimizer, schedule, loss, batch, epochs, stopAt: required },
    initial:
      plan.sameInitial && model.training ? initialWeights(model, model.training(), own('true')) : undefined,
  };
}

async function trainOne(ready: Ready, network: Network, meter: Meter) {
  const { plan, data, folder } = ready;
  const name = network === 'true' ? 'true' : network.name;
  const where = network === 'true' ? 'training on the true labels' : `training on ${name}/${ready.networks}`;
  meter.label = where;
  const inputs = data.labels.length;
  let counted = 0;
  const reach = (done: number) => {
    meter.advance(done - counted);
    counted = done;
  };
  const options: TrainingOptions = {
    ...optionsOf(ready, network),
    signal: meter.signal,
    onStep({ epoch, step, steps, loss, accuracy }) {
      meter.label = `${where}, epoch ${epoch}, loss ${loss.toPrecision(3)}, accuracy ${Math.floor(100 * accuracy)} %`;
      reach(Math.round((epoch - 1 + step / steps) * inputs));
    },
  };
  const trained = await settle(folder, options, meter.signal);
  meter.drop(plan.epochs * inputs - counted);
  const { accuracy, history, ended, cached } = trained;
  const report: TrainingReport = {
    ...{ labels: name, accuracy, testAccuracy: await testAccuracy(ready.subject, trained.weights) },
    ...{ epochs: history.length, ended, cached },
    curve: history.map(({ epoch, loss, accuracy: share }) => ({ epoch, loss, accuracy: share })),
  };
  return { ...trained, report };
}

async function settle(
  folder: string | null,
  options: TrainingOptions,
  signal: AbortSignal | undefined,
): Promise<Trained & { readonly cached: boolean }> {
  try {
    if (folder !== null) return await trainedWeights(folder, options);
    return { ...(await trainNetwork(options)), cached: false };
  } catch (error) {
    throw signal?.aborted ? new Interrupted() : error;
  }
}

/** Share of the run's labelled inputs that the network answers with their own labels. */
async function testAccuracy({ model, engine, inputs, batch }: Subject, weights: Weights) {
  const labelled = inputs.labels.flatMap((label, i) => (label === null ? [] : [{ label, i }]));
  if (labelled.length === 0) return null;
  const size = batch.values.length / batch.count;
  const values = new Float32Array(labelled.length * size);
  for (const [to, { i }] of labelled.entries()) {
    values.set(batch.values.subarray(i * size, (i + 1) * size), to * size);
  }
  const labels = labelled.map(({ label }) => label);
  const evaluator = await createEvaluator(model, engine, values, labels);
  try {
    return await evaluator.accuracy(weights);
  } finally {
    await evaluator.dispose();
  }
}
