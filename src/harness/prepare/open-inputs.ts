import type { ExplainConfig, InputArrays } from '../../config/config.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { located } from '../../disk/located.ts';
import { InputError } from '../../errors.ts';
import { inputsFromArrays } from '../../inputs/arrays.ts';
import { type ClassNames, readClassNames } from '../../inputs/class-names.ts';
import type { Inputs } from '../../inputs/inputs.ts';
import { loadInputs } from '../../inputs/load.ts';
import { samplingOf } from '../../inputs/sampling.ts';
import type { Model } from '../../model/model.ts';
import { chosenClasses } from '../../names.ts';
import { Stream } from '../../randomize/stream.ts';
import type { SubjectHooks } from './subject.ts';

/** The inputs of a configuration as what the model is explained on, and what the classes are called. Throws InputError. */
export async function openInputs(
  config: ExplainConfig,
  model: Model,
  hooks: SubjectHooks,
): Promise<{ inputs: Inputs; classNames: readonly string[] | null }> {
  const names = await openClassNames(config, model, hooks.cwd);
  const inputs = embedded(model, await chosenInputs(config, model, names, hooks));
  return { inputs, classNames: names?.names ?? null };
}

/** Indices become what is explained; the baseline of an embedding is zero. */
function embedded({ tokens, inputShape }: Model, inputs: Inputs): Inputs {
  if (!tokens) return inputs;
  const black = new Float32Array(inputShape.reduce((product, extent) => product * extent, 1));
  return { ...inputs, shape: inputShape, values: tokens.embed(inputs.values), black, prepared: undefined };
}

/** The names of the classes, as the configuration gives them; null where it does not. */
async function openClassNames(
  { classNames: given }: ExplainConfig,
  { output, classes }: Model,
  cwd: string,
): Promise<ClassNames | null> {
  if (given === undefined) return null;
  if (output === 'regression') {
    const [expected, found] = ['a classifier, whose classes have names', 'a model that gives a number'];
    throw new InputError({ thing: 'option classNames', expected, found });
  }
  return readClassNames(typeof given === 'string' ? located(given, cwd) : given, classes);
}

async function chosenInputs(
  config: ExplainConfig,
  { inputShape: explainedShape, tokens, classes: quantities, output, channelsFirst }: Model,
  names: ClassNames | null,
  { cwd, keepOrder }: SubjectHooks,
): Promise<Inputs> {
  const { inputs, labels, regions, limit = DEFAULTS.limit, seed = DEFAULTS.seed } = config;
  const shuffle = (indices: number[]) => new Stream('inputs', seed).shuffle(indices);
  const sampling = samplingOf(config.sample ?? DEFAULTS.sample, shuffle);
  const only = chosenClasses(config.classes);
  const chosen = { limit, sampling, only, names, keepOrder, channelsFirst };
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
