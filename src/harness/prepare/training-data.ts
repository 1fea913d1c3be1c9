import { createHash } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { located } from '../../disk/located.ts';
import { InputError } from '../../errors.ts';
import { type Dataset, loadDataset } from '../../inputs/dataset.ts';
import type { Model } from '../../model/model.ts';

export interface TrainingData extends Pick<Dataset, 'values' | 'labels' | 'notices'> {
  /** Over inputs and labels, hexadecimal. */
  readonly sha256: string;
}

/** Loads what a model is trained on. Throws InputError for data that does not fit the model. */
export async function loadTrainingData(config: Config, model: Model, cwd: string): Promise<TrainingData> {
  if (model.tokens) {
    throw new InputError({
      thing: model.source,
      expected: 'a model without an embedding, where networks are trained',
      found: 'one that is explained at the output of its embedding',
    });
  }
  if (model.output === 'regression') {
    throw new InputError({
      thing: model.source,
      expected: 'a classifier, where networks are trained on labels',
      found: 'a single output that is a number (a regression)',
    });
  }
  const loaded = await read(config, model, cwd);
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of [loaded.values, loaded.labels]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return { ...loaded, sha256: hash.digest('hex') };
}

async function read(
  { training = {}, preprocess = DEFAULTS.preprocess, channels = DEFAULTS.channels }: Config,
  { inputShape, classes }: Model,
  cwd: string,
): Promise<Omit<TrainingData, 'sha256'>> {
  const { data, labels, limit } = training;
  if (typeof data === 'object') {
    const values = data.values instanceof Float32Array ? data.values : Float32Array.from(data.values);
    requireFinite(values);
    // What does not fit the model is refused where training is prepared.
    return { values, labels: Int32Array.from(Array.from(data.labels, whole)), notices: [] };
  }
  return loadDataset({
    source: typeof data === 'string' ? located(data, cwd) : data!,
    labels: labels === undefined ? null : located(labels, cwd),
    ...{ preprocess, channels, limit, inputShape, classes },
  });
}

/** A typed array would cut off what is no whole number. */
function whole(label: number, index: number): number {
  if (Number.isInteger(label)) return label;
  const thing = `training label ${index}`;
  throw new InputError({ thing, expected: 'a class index', found: String(label) });
}

function requireFinite(values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InputError({
    thing: `training data at ${at}`,
    expected: 'finite numbers',
    found: String(values[at]),
  });
}
