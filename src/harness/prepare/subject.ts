import { batchShape } from '../../attribution/batch-shape.ts';
import { requireExplainable } from '../../attribution/dry-trace.ts';
import type { Batch, Method } from '../../attribution/method.ts';
import { Programs } from '../../attribution/passes/programs.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { KeptActivations } from '../../attribution/reuse/kept-activations.ts';
import type { Config, ExplainConfig } from '../../config/config.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { createEngine } from '../../engine/create.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Inputs } from '../../inputs/inputs.ts';
import type { Model } from '../../model/model.ts';
import type { Notice, SkippedMethod } from '../../results/report.ts';
import type { Region } from '../../similarity/region/region.ts';
import type { AccuracyFinding } from '../../statistics/accuracy.ts';
import { KeptNoise } from '../measure/kept-noise.ts';
import { measureAccuracy } from './accuracy.ts';
import { automaticBatch } from './batch-size.ts';
import { type Measured, withDerivative } from './derivative.ts';
import { fitMethods } from './fit-methods.ts';
import { type GivenNetwork, openGivenNetworks } from './given-networks.ts';
import { backgroundOf, rangeOf } from './input-range.ts';
import { answers } from './logits.ts';
import { mergeNotices } from './merge-notices.ts';
import { openInputs } from './open-inputs.ts';
import { openModel } from './open-model.ts';
import { outputNotices } from './output-notices.ts';
import { regionsFor } from './regions-for.ts';
import { selectMethods } from './select-methods.ts';
import { chooseTargets } from './targets.ts';
import { unreadOptions } from './unread-options.ts';

/** A model with its inputs, ready to be explained: what a run and a mere explanation have in common. */
export interface Subject extends Measured {
  readonly model: Model;
  readonly inputs: Inputs;
  /** What the classes are called, by index; null where nobody says. */
  readonly classNames: readonly string[] | null;
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
  /** Networks that were given beside the model; none where no check asks for them. */
  readonly networks: readonly GivenNetwork[];
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
export async function openSubject(
  config: ExplainConfig & Pick<Config, 'replica'>,
  hooks: SubjectHooks,
): Promise<Subject> {
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
  const { inputs, classNames } = await openInputs(config, model, hooks);
  for (const message of inputs.notices) notify({ code: 'inputs', message });
  for (const notice of hooks.checks ? unreadOptions(config, hooks.checks) : []) notify(notice);
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
  let networks: readonly GivenNetwork[] = [];
  const close = async () => {
    for (const network of networks) await network.dispose();
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
    const trials = {
      preprocess: config.preprocess ?? DEFAULTS.preprocess,
      channels: config.channels ?? DEFAULTS.channels,
      logits: (values: Float32Array) => weighted.logits(values),
    };
    const accuracy = await measureAccuracy(inputs, predicted, model, trials, classNames);
    networks = await openGivenNetworks({
      ...{ config, cwd: hooks.cwd, model, engine, inputs: inputs.ids.length, methods, notify },
      checks: hooks.checks ?? [],
      afterBatch: (used) => afterBatch?.(used),
    });
    afterBatch = hooks.afterBatch;
    return {
      model,
      inputs,
      classNames,
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
      networks,
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
