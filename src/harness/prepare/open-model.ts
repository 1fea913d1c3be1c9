import type { ExplainConfig } from '../../config/config.ts';
import { located } from '../../disk/located.ts';
import { InputError } from '../../errors.ts';
import { modelFromLayers } from '../../model/layers-model.ts';
import { loadModel } from '../../model/load.ts';
import type { Model } from '../../model/model.ts';
import { givenNames, modelOptions } from './model-options.ts';

type Given = Pick<ExplainConfig, 'model' | 'output' | 'input' | 'set' | 'size'>;

/** The model of a configuration, loaded where it is a path; `model.dispose` is the caller's to call unless it was given. */
export async function openModel(config: Given, cwd: string): Promise<Model> {
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
