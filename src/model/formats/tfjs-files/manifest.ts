import { InputError } from '../../../errors.ts';
import { isObject, type JsonObject, shown } from '../../json-values.ts';
import { type Encoding, PLAIN, QUANTISED, quantised } from './encodings.ts';

/** A weight as the manifest declares it. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** Bytes in the shards. */
  readonly bytes: number;
  readonly encoding: Encoding;
  /** Of the decoded numbers, as the manifest says, for example `float32`, `int32` or `bool`. */
  readonly dtype: string;
  /** State of the optimizer, which is no part of the network. */
  readonly optimizer: boolean;
}

/** Weights that lie one after the other in the concatenated shards. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly StoredWeight[];
  readonly bytes: number;
}

/** The weight groups of a model.json. Throws InputError that names the entry at fault; `thing` is the file's name. */
export function parseManifest(manifest: unknown, thing: string): WeightGroup[] {
  const groups = array(manifest, `${thing}: weightsManifest`).map((group, index) =>
    parseGroup(group, `${thing}: weightsManifest[${index}]`),
  );
  const names = new Set<string>();
  for (const { name } of groups.flatMap((group) => group.weights)) {
    if (names.has(name)) fail(`${thing}: weight ${name}`, 'one entry in weightsManifest', 'more than one');
    names.add(name);
  }
  return groups;
}

function parseGroup(value: unknown, thing: string): WeightGroup {
  const group = object(value, thing);
  const paths = array(group.paths, `${thing}.paths`).map((path, index) =>
    typeof path === 'string' && path !== ''
      ? path
      : fail(`${thing}.paths[${index}]`, 'a file name', shown(path)),
  );
  const weights = array(group.weights, `${thing}.weights`).map((weight, index) =>
    parseWeight(weight, `${thing}.weights[${index}]`),
  );
  const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0);
  return { paths, weights, bytes: countable(bytes, thing) };
}

function parseWeight(value: unknown, thing: string): StoredWeight {
  const entry = object(value, thing);
  const { name } = entry;
  if (typeof name !== 'string' || name === '') return fail(`${thing}.name`, 'a weight name', shown(name));
  const shape = array(entry.shape, `${thing}.shape`).map((extent) =>
    Number.isSafeInteger(extent) && (extent as number) >= 0
      ? (extent as number)
      : fail(`${thing}.shape`, 'whole numbers', shown(entry.shape)),
  );
  const encoding = parseEncoding(entry, thing);
  const bytes = countable(
    shape.reduce((size, extent) => size * extent, encoding.width),
    `${thing}.shape`,
  );
  const dtype = String(entry.dtype);
  return { name, shape, bytes, encoding, dtype, optimizer: entry.group === 'optimizer' };
}

function parseEncoding(entry: JsonObject, thing: string): Encoding {
  const dtype = String(entry.dtype);
  if (entry.quantization === undefined) {
    if (Object.hasOwn(PLAIN, dtype)) return PLAIN[dtype];
    return fail(`${thing}.dtype`, Object.keys(PLAIN).join(', '), shown(entry.dtype));
  }
  const quantization = object(entry.quantization, `${thing}.quantization`);
  const code = String(quantization.dtype);
  const { scale, min } = quantization;
  if (!QUANTISED.includes(code)) {
    return fail(`${thing}.quantization.dtype`, QUANTISED.join(', '), shown(quantization.dtype));
  }
  if (dtype !== 'float32' && (dtype !== 'int32' || code === 'float16')) {
    return fail(`${thing}.dtype`, `float32 under quantisation as ${code}`, shown(entry.dtype));
  }
  if (code !== 'float16' && !(Number.isFinite(scale) && Number.isFinite(min))) {
    return fail(`${thing}.quantization`, 'numbers scale and min', shown(quantization));
  }
  return quantised(code, dtype, scale as number, min as number);
}

/** Declared sizes are sums and products of what a file says: they must not leave the whole numbers. */
function countable(bytes: number, thing: string): number {
  return Number.isSafeInteger(bytes) ? bytes : fail(thing, 'a size that can be stored', `${bytes} bytes`);
}

function array(value: unknown, thing: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(thing, 'an array', shown(value));
}

function object(value: unknown, thing: string): JsonObject {
  return isObject(value) ? value : fail(thing, 'an object', shown(value));
}

function fail(thing: string, expected: string, found: string): never {
  throw new InputError({ thing, expected, found });
}
