import { bytesOf } from '../../fingerprint.ts';
import type { JsonObject } from '../../json-values.ts';
import type { ModelFile, WeightSpec, Weights } from '../../model.ts';

const SHARD = 'weights.bin';

/** A layers model as model.json and one weight file. The optimizer's state, if there was one, is left out. */
export function layersModelFiles(
  content: JsonObject,
  specs: readonly WeightSpec[],
  weights: Weights,
): readonly ModelFile[] {
  const values = specs.map(({ name, shape }) => {
    const value = weights.get(name);
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (value?.length === size) return value;
    throw new Error(`weight ${name}: expected ${size} numbers, found ${value?.length ?? 'none'}`);
  });
  const entries = specs.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const document = { ...content, weightsManifest: [{ paths: [SHARD], weights: entries }] };
  // The description comes last: a folder that was left half written is no model.
  return [
    { name: SHARD, parts: values.map(bytesOf) },
    { name: 'model.json', parts: [Buffer.from(JSON.stringify(document))] },
  ];
}
