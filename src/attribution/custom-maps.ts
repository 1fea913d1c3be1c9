import { kindOf } from './guarded-model.ts';
import type { Maps } from './maps.ts';
import type { Batch } from './method.ts';

/** A result that is no map for every input, in the words of an InputError. */
export interface WrongMaps {
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

/**
 * What a method of the user's own returned, as Maps of its own memory, or what is wrong with it. Values that are not
 * finite are no fault: comparisons with such a map are undefined, and counted. `known` is the shape of earlier maps.
 */
export function readMaps(result: unknown, inputs: Batch, known?: readonly number[]): Maps | WrongMaps {
  const read = shapedMaps(result, inputs);
  if (isWrong(read) || known === undefined || String(known) === String(read.shape)) return read;
  return { expected: `the shape of its first maps, [${known}]`, found: `[${read.shape}]` };
}

function shapedMaps(result: unknown, inputs: Batch): Maps | WrongMaps {
  const { count } = inputs;
  if (result instanceof Float32Array) {
    if (result.length === inputs.values.length) return { shape: inputs.shape, count, values: result.slice() };
    const expected = `${inputs.values.length} values ([${[count, ...inputs.shape]}]), or { shape, count, values }`;
    return { expected, found: `${result.length}` };
  }
  const { values, shape, count: said } = (isRecord(result) ? result : {}) as Partial<Maps>;
  if (values instanceof Float32Array && !Array.isArray(shape)) {
    return { expected: 'the shape of one map beside values', found: kindOf(shape) };
  }
  if (!(values instanceof Float32Array) || !Array.isArray(shape)) {
    return {
      expected: 'a Float32Array, or { shape, count, values } with one',
      found: values === undefined ? kindOf(result) : `values that are ${kindOf(values)}`,
      hint: hintFor(values ?? result),
    };
  }
  if (shape.length === 0 || !shape.every((extent) => Number.isInteger(extent) && extent > 0)) {
    const expected = 'a shape of one map: [H, W, C], [H, W] or [features]';
    return { expected, found: JSON.stringify(shape) };
  }
  const size = shape.reduce((product: number, extent: number) => product * extent, 1);
  const maps = count === 1 ? '1 map' : `${count} maps`;
  if (values.length !== size * count || (said !== undefined && said !== count)) {
    const found = values.length === size * count ? `count ${said}` : `${values.length} values`;
    return { expected: `${maps} of shape [${shape}], ${size * count} values`, found };
  }
  return { shape: [...shape], count, values: values.slice() };
}

export const isWrong = (maps: Maps | WrongMaps): maps is WrongMaps => 'expected' in maps;

/** An array has a function of the name `values`. */
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** How what people have at hand becomes a Float32Array. */
function hintFor(value: unknown): string | undefined {
  if (typeof (value as { data?: unknown } | null)?.data === 'function') {
    return 'Return `await tensor.data()`, its values.';
  }
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? 'Convert it with `Float32Array.from(values)`, nested lists with `.flat(Infinity)` first.'
    : undefined;
}
