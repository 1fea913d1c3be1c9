import { InputError } from '../../../errors.ts';
import { requireFinite } from '../../finite.ts';
import { isObject } from '../../json-values.ts';
import type { StoredConstant } from '../../network/stored-constant.ts';
import type { ModelDocument } from '../tfjs-files/document.ts';
import { PLAIN } from '../tfjs-files/encodings.ts';
import { parseManifest } from '../tfjs-files/manifest.ts';
import { locateShards, ShardReader } from '../tfjs-files/shards.ts';
import { shapeOf } from './attributes.ts';
import type { GraphNode } from './graph-def.ts';

/** Reads every constant of a graph model. Throws InputError for files that are not as the manifest says. */
export async function readConstants(document: ModelDocument): Promise<StoredConstant[]> {
  const groups = parseManifest(document.content.weightsManifest, document.path);
  const shards = await locateShards(document, groups);
  const constants: StoredConstant[] = [];
  for (const [index, group] of groups.entries()) {
    const reader = new ShardReader(shards[index]);
    try {
      for (const { name, shape, bytes, encoding, dtype } of group.weights) {
        const data = await reader.take(bytes);
        // Integers are kept exact: shapes use the largest one to say "to the end".
        if (encoding === PLAIN.int32) {
          constants.push({ name, shape, dtype: 'int32', values: new Int32Array(data.buffer) });
          continue;
        }
        const values = encoding.decode(data);
        requireFinite(values, `${document.path}: weight ${name}`);
        constants.push({ name, shape, ...typed(dtype, values) });
      }
    } finally {
      await reader.close();
    }
  }
  return constants;
}

function typed(dtype: string, values: Float32Array): Pick<StoredConstant, 'dtype' | 'values'> {
  if (dtype === 'bool') return { dtype, values: Uint8Array.from(values) };
  if (dtype === 'int32' || dtype === 'uint8') return { dtype: 'int32', values: Int32Array.from(values) };
  return { dtype: 'float32', values };
}

/** Every constant of the graph must be in the weight files, in the shape that the graph gives it. Throws InputError. */
export function requireStored(
  needed: readonly GraphNode[],
  constants: ReadonlyMap<string, StoredConstant>,
  path: string,
): void {
  for (const { name, kind, attr } of needed) {
    if (kind !== 'constant') continue;
    const stored = constants.get(name);
    if (!stored) {
      const thing = `${path}: weightsManifest`;
      throw new InputError({ thing, expected: 'every constant of the graph', found: `none for ${name}` });
    }
    const tensor = isObject(attr.value) && isObject(attr.value.tensor) ? attr.value.tensor : {};
    const shape = shapeOf(tensor.tensorShape);
    if (!shape || `${shape}` === `${stored.shape}`) continue;
    const expected = `shape [${shape}], as the graph has it`;
    throw new InputError({ thing: `${path}: weight ${name}`, expected, found: `[${stored.shape}]` });
  }
}
