import { resolve } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Batch, Method } from '../attribution/method.ts';
import { Programs } from '../attribution/programs.ts';
import { WeightedModel } from '../attribution/weighted-model.ts';
import type { ExplainConfig, InputArrays } from '../config/config.ts';
import { DEFAULTS } from '../config/defaults.ts';
import { createEngine } from '../engine/create.ts';
import type { Engine } from '../engine/engine.ts';
import { inputsFromArrays } from '../inputs/arrays.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { loadInputs } from '../inputs/load.ts';
import { modelFromLayers } from '../model/layers-model.ts';
import { loadModel } from '../model/load.ts';
import type { Model } from '../model/model.ts';
import { fitMethods } from './fit-methods.ts';
import { predictions, probabilities } from './logits.ts';
import type { Notice } from './report.ts';
import { selectMethods } from './select-methods.ts';
import { chooseTargets } from './targets.ts';

/** A model with its inputs, ready to be explained: what a run and a mere explanation have in common. */
export interface Subject {
  readonly model: Model;
  readonly inputs: Inputs;
  readonly batch: Batch;
  readonly engine: Engine;
  readonly programs: Programs;
  /** Those of the choice that fit the model. */
  readonly methods: readonly Method[];
  readonly trained: {
    /** [inputs, classes]. */
    readonly logits: Float32Array;
    readonly predicted: Int32Array;
    /** Softmax probability of the predicted class. */
    readonly probability: Float64Array;
    /** Explained classes. */
    readonly targets: Int32Array;
  };
  readonly notices: readonly Notice[];
  dispose(): Promise<void>;
}

export interface SubjectHooks {
  /** What relative paths are relative to. */
  readonly cwd: string;
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
  const model = await openModel(config.model, hooks.cwd);
  const inputs = await openInputs(config, model, hooks.cwd);
  for (const message of inputs.notices) notify({ code: 'inputs', message });
  if (model.removedActivation) {
    const message = `the output's ${model.removedActivation} is taken off: logits are explained`;
    notify({ code: 'logits', message });
  }

  const engine = await createEngine({
    engine: config.engine ?? DEFAULTS.engine,
    backend: (config.backend ?? DEFAULTS.backend) as 'auto' | 'cpu' | 'node' | 'gpu',
    threads: config.threads ?? DEFAULTS.threads,
    notify,
  });
  const size = config.batch ?? DEFAULTS.batch;
  let afterBatch: SubjectHooks['afterBatch'];
  const programs = new Programs(engine, model, size, (used) => afterBatch?.(used));
  const weighted = new WeightedModel(programs, model.trained);
  const close = async () => {
    await programs.dispose();
    await engine.dispose();
    // A model that the caller loaded stays the caller's.
    if (model !== config.model) model.dispose();
  };
  try {
    const logits = await weighted.logits(inputs.values);
    const methods = await fitMethods(selected, weighted, notify);
    const predicted = predictions(logits, model.classes);
    const targets = chooseTargets(config.target ?? DEFAULTS.target, predicted, inputs);
    afterBatch = hooks.afterBatch;
    return {
      model,
      inputs,
      batch: {
        count: inputs.ids.length,
        shape: model.inputShape,
        values: inputs.values,
        baseline: inputs.black,
      },
      engine,
      programs,
      methods,
      trained: { logits, predicted, probability: probabilities(logits, model.classes, predicted), targets },
      notices,
      dispose: close,
    };
  } catch (error) {
    await close();
    throw error;
  } finally {
    await weighted.release();
  }
}

async function openModel(model: string | LayersModel | Model, cwd: string): Promise<Model> {
  if (typeof model !== 'string') return 'trained' in model ? model : modelFromLayers(model, model.name);
  return loadModel(located(model, cwd));
}

async function openInputs(
  config: ExplainConfig,
  { inputShape, classes }: Model,
  cwd: string,
): Promise<Inputs> {
  const { inputs, labels, preprocess = DEFAULTS.preprocess, limit = DEFAULTS.limit } = config;
  if (typeof inputs === 'string') {
    const path = typeof labels === 'string' ? located(labels, cwd) : null;
    return loadInputs({ path: located(inputs, cwd), labels: path, preprocess, limit, inputShape, classes });
  }
  const arrays: InputArrays = inputs;
  const given = Array.isArray(labels) ? (labels as readonly (number | null)[]) : arrays.labels;
  const values = arrays.values instanceof Float32Array ? arrays.values : Float32Array.from(arrays.values);
  const size = arrays.shape.reduce((a, b) => a * b, 1);
  const shape = [values.length / size, ...arrays.shape];
  return inputsFromArrays({ values, shape, labels: given, preprocess: 'raw', limit, inputShape, classes });
}

/** Paths keep the words that they were given in, for messages, unless they mean another folder. */
const located = (path: string, cwd: string): string => (cwd === process.cwd() ? path : resolve(cwd, path));
