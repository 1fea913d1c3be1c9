import { resolve } from 'node:path';
import { batchShape } from '../../attribution/batch-shape.ts';
import { requireExplainable } from '../../attribution/dry-trace.ts';
import type { Batch, Method } from '../../attribution/method.ts';
import { Programs } from '../../attribution/passes/programs.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { KeptActivations } from '../../attribution/reuse/kept-activations.ts';
import type { ExplainConfig, InputArrays } from '../../config/config.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { createEngine } from '../../engine/create.ts';
import type { Engine } from '../../engine/engine.ts';
import { InputError } from '../../errors.ts';
import { inputsFromArrays } from '../../inputs/arrays.ts';
import type { Inputs } from '../../inputs/inputs.ts';
import { loadInputs } from '../../inputs/load.ts';
import { samplingOf } from '../../inputs/sampling.ts';
import { modelFromLayers } from '../../model/layers-model.ts';
import { loadModel } from '../../model/load.ts';
import type { Model } from '../../model/model.ts';
import { classNames } from '../../names.ts';
import { Stream } from '../../randomize/stream.ts';
import type { Notice, SkippedMethod } from '../../results/report.ts';
import type { Region } from '../../similarity/region/region.ts';
import type { AccuracyFinding } from '../../statistics/accuracy.ts';
import { KeptNoise } from '../measure/kept-noise.ts';
import { measureAccuracy } from './accuracy.ts';
import { availableMemory } from './available-memory.ts';
import { chooseBatch, mostEvaluations } from './batch-size.ts';
import { type Measured, withDerivative } from './derivative.ts';
import { fitMethods } from './fit-methods.ts';
import { backgroundOf, rangeOf } from './input-range.ts';
import { answers } from './logits.ts';
import { mergeNotices } from './merge-notices.ts';
import { givenNames, modelOptions } from './model-options.ts';
import { outputNotices } from './output-notices.ts';
import { regionsFor } from './regions-for.ts';
import { type SelectedMethod, selectMethods } from './select-methods.ts';
import { chooseTargets } from './targets.ts';

/** A model with its inputs, ready to be explained: what a run and a mere explanation have in common. */
export interface Subject extends Measured {
  readonly model: Model;
  readonly inputs: Inputs;
  readonly batch: Batch;
  readonly engine: Engine;
  readonly programs: Programs;
  /** Those of the choice that fit the model. */
  readonly methods: readonly Method[];
  /** Those of the choice that are left out. */
  readonly skipped: readonly SkippedMethod[];
  readonly trained: {
    /** [inputs, classes]. */
    readonly logits: Float32Array;
    readonly predicted: Int32Array;
    /** The network's own probability of the predicted class; null for a regression. */
    readonly probability: Float64Array | null;
    /** How the labelled inputs are classified; null where there are none, and for a regression. */
    readonly accuracy: AccuracyFinding | null;
    /** Explained classes. */
    readonly targets: Int32Array;
  };
  /** What explanations should point to, one for each input; null where no check needs them. */
  readonly regions: readonly Region[] | null;
  readonly notices: readonly Notice[];
  /** What stages share; null where everything is computed anew. */
  readonly reuse: {
    readonly noise: KeptNoise;
    /** Once the stages are known. */
    readonly activations?: KeptActivations;
  } | null;
  dispose(): Promise<void>;
}

export interface SubjectHooks {
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** What `model` of the configuration names, where it is already loaded: it stays the caller's. */
  readonly model?: Model;
  /** Leaves inputs in the order in which they were given; else they take turns by class. */
  readonly keepOrder?: boolean;
  /** Names of the checks of the run: what they need of inputs is read. */
  readonly checks?: string | readonly string[];
  readonly notify?: (notice: Notice) => void;
  readonly afterBatch?: (inputs: number) => void | Promise<void>;
}

/** Loads model and inputs, starts the engine and finds out which methods fit. */
export async function openSubject(config: ExplainConfig, hooks: SubjectHooks): Promise<Subject> {
  const notices: Notice[] = [];
  const notify = (notice: Notice) => {
    notices.push(notice);
    hooks.notify?.(notice);
  };
  const selected = selectMethods(config.methods ?? DEFAULTS.methods);
  const model = hooks.model ?? (await openModel(config, hooks.cwd));
  const disposeModel = () => {
    // A model that the caller loaded stays the caller's.
    if (model !== config.model && model !== hooks.model) model.dispose();
  };
  try {
    requireExplainable(model);
  } catch (error) {
    disposeModel();
    throw error;
  }
  const inputs = embedded(model, await openInputs(config, model, hooks));
  for (const message of inputs.notices) notify({ code: 'inputs', message });
  const found = await regionsFor(hooks.checks ?? [], inputs);
  for (const message of found?.notices ?? []) notify({ code: 'regions', message });
  for (const notice of outputNotices(model)) notify(notice);
  for (const message of model.notices ?? []) notify({ code: 'model', message });

  const engine = await createEngine({
    engine: config.engine ?? DEFAULTS.engine,
    backend: (config.backend ?? DEFAULTS.backend) as 'auto' | 'cpu' | 'node' | 'gpu',
    device: config.device ?? DEFAULTS.device,
    blocked: config.blocked ?? DEFAULTS.blocked,
    threads: config.threads ?? DEFAULTS.threads,
    notify,
  });
  const size = config.batch ?? automaticBatch(model, selected, inputs.ids.length, notify);
  let afterBatch: SubjectHooks['afterBatch'];
  const programs = new Programs(engine, model, size, (used) => afterBatch?.(used));
  const weighted = new WeightedModel(programs, model.trained);
  const close = async () => {
    await programs.dispose();
    await engine.dispose();
    disposeModel();
  };
  try {
    const logits = await weighted.logits(inputs.values);
    const { methods, skipped } = await fitMethods(selected, weighted, notify);
    for (const notice of mergeNotices(methods, model)) notify(notice);
    const { predicted, probability } = answers(logits, model);
    const targets = chooseTargets(config.target ?? DEFAULTS.target, predicted, inputs, model);
    const accuracy = await measureAccuracy(inputs, predicted, model, {
      preprocess: config.preprocess ?? DEFAULTS.preprocess,
      channels: config.channels ?? DEFAULTS.channels,
      logits: (values) => weighted.logits(values),
    });
    afterBatch = hooks.afterBatch;
    return {
      model,
      inputs,
      batch: {
        count: inputs.ids.length,
        shape: batchShape(model),
        values: inputs.values,
        baseline: inputs.black,
        range: rangeOf(inputs),
        background: backgroundOf(inputs),
        ids: inputs.ids,
      },
      engine,
      programs,
      methods,
      ...withDerivative(methods),
      skipped,
      trained: { logits, predicted, probability, accuracy, targets },
      regions: found?.regions ?? null,
      notices,
      reuse: (config.reuse ?? DEFAULTS.reuse) ? { noise: new KeptNoise() } : null,
      dispose: close,
    };
  } catch (error) {
    await close();
    throw error;
  } finally {
    await weighted.release();
  }
}

function automaticBatch(
  model: Model,
  selected: readonly SelectedMethod[],
  inputs: number,
  notify: (notice: Notice) => void,
): number {
  const { batch, notice } = chooseBatch(model, mostEvaluations(selected, model, inputs), availableMemory());
  if (notice) notify(notice);
  return batch;
}

/** The model of a configuration, loaded where it is a path; `model.dispose` is the caller's to call unless it was given. */
export async function openModel(config: ExplainConfig, cwd: string): Promise<Model> {
  const { model, output } = config;
  if (typeof model === 'string') return loadModel(located(model, cwd), await modelOptions(config, cwd));
  const layers = !('trained' in model);
  const [refused] = givenNames(config).filter((name) => !layers || name !== 'output');
  if (refused !== undefined) {
    const expected = refused === 'output' ? 'a path or a tf.LayersModel beside it' : 'a path beside it';
    const found = layers ? 'a tf.LayersModel' : 'a model that is already loaded';
    const what = refused === 'output' ? 'the name of the output' : 'it';
    throw new InputError({ thing: `option ${refused}`, expected, found, hint: `Give ${what} to loadModel.` });
  }
  return layers ? modelFromLayers(model, model.name, output) : model;
}

/** Indices become what is explained; the baseline of an embedding is zero. */
function embedded({ tokens, inputShape }: Model, inputs: Inputs): Inputs {
  if (!tokens) return inputs;
  const black = new Float32Array(inputShape.reduce((product, extent) => product * extent, 1));
  return { ...inputs, shape: inputShape, values: tokens.embed(inputs.values), black, prepared: undefined };
}

async function openInputs(
  config: ExplainConfig,
  { inputShape: explainedShape, tokens, classes: quantities, output, channelsFirst }: Model,
  { cwd, keepOrder }: SubjectHooks,
): Promise<Inputs> {
  const { inputs, labels, regions, limit = DEFAULTS.limit, seed = DEFAULTS.seed } = config;
  const shuffle = (indices: number[]) => new Stream('inputs', seed).shuffle(indices);
  const sampling = samplingOf(config.sample ?? DEFAULTS.sample, shuffle);
  const only = classNames(config.classes);
  const chosen = { limit, sampling, only, keepOrder, channelsFirst };
  const inputShape = tokens?.shape ?? explainedShape;
  const classes = output === 'regression' ? null : quantities;
  const preprocess = tokens ? 'raw' : (config.preprocess ?? DEFAULTS.preprocess);
  const channels = tokens ? 'rgb' : (config.channels ?? DEFAULTS.channels);
  if (typeof inputs === 'string') {
    const path = typeof labels === 'string' ? located(labels, cwd) : null;
    return loadInputs({
      path: located(inputs, cwd),
      labels: path,
      regions: regions === undefined ? null : located(regions, cwd),
      preprocess,
      channels,
      ...chosen,
      inputShape,
      classes,
    });
  }
  const arrays: InputArrays = inputs;
  const given = Array.isArray(labels) ? (labels as readonly (number | null)[]) : arrays.labels;
  const values = arrays.values instanceof Float32Array ? arrays.values : Float32Array.from(arrays.values);
  const size = arrays.shape.reduce((a, b) => a * b, 1);
  const shape = [values.length / size, ...arrays.shape];
  return inputsFromArrays({
    values,
    shape,
    labels: given,
    regions: arrays.regions ?? (regions === undefined ? undefined : located(regions, cwd)),
    preprocess: 'raw',
    ...chosen,
    inputShape,
    classes,
  });
}

/** Paths keep the words that they were given in, for messages, unless they mean another folder. */
const located = (path: string, cwd: string): string => (cwd === process.cwd() ? path : resolve(cwd, path));
