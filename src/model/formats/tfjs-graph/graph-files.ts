import type { JsonObject } from '../../json-values.ts';
import type { ModelFile, Weights } from '../../model.ts';
import type { StoredConstant } from '../../network/stored-constant.ts';

const SHARD = 'weights.bin';

/**
 * A graph model as model.json and one weight file: the given weights as float32, every other constant as it was. The
 * topology is the one that came in, its final activation included.
 */
export function graphModelFiles(
  content: JsonObject,
  stored: readonly StoredConstant[],
  weights: Weights,
): readonly ModelFile[] {
  const parts = stored.map(({ name, shape, values }) => {
    const given = weights.get(name) ?? values;
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (given.length === size) return given;
    throw new Error(`weight ${name}: expected ${size} numbers, found ${given.length}`);
  });
  const entries = stored.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  const document = { ...content, weightsManifest: [{ paths: [SHARD], weights: entries }] };
  // The description comes last: a folder that was left half written is no model.
  return [
    {
      name: SHARD,
      parts: parts.map(
        ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
      ),
    },
    { name: 'model.json', parts: [Buffer.from(JSON.stringify(document))] },
  ];
}
