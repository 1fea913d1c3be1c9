import '@tensorflow/tfjs-backend-cpu';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { ARRAY, asDType, constant } from './constant.ts';
import { sizeOf, type Value } from './graph.ts';

/** Shapes, axes and indices are far smaller; arithmetic on more numbers is left to the engine. */
const LARGEST = 4096;

/**
 * The result of a kernel on whole numbers that are all known while recording, as constants; null where it is to be
 * recorded. Graphs that read the batch size from a shape compute with such numbers and then read them on the host.
 */
export function foldIntegers(
  kernel: string,
  inputs: object,
  values: Named,
  attrs: object,
): Value | Value[] | null {
  if (!isKnown(kernel, Object.values(values), attrs)) return null;
  const config = tf.getKernel(kernel, 'cpu');
  if (!config) return null;
  const backend = tf.findBackend('cpu') as MathBackendCPU;
  const infos = Object.entries(values).map(([key, value]) => [key, infoOf(value, backend)] as const);
  const given = Array.isArray(inputs) ? infos.map(([, info]) => info) : Object.fromEntries(infos);
  const result = config.kernelFunc({
    inputs: given as tf.NamedTensorInfoMap,
    attrs: attrs as tf.NamedAttrMap,
    backend,
  });
  const read = ({ dataId, shape, dtype }: tf.TensorInfo) =>
    constant(backend.readSync(dataId) as ArrayLike<unknown>, shape, asDType(dtype));
  try {
    return Array.isArray(result) ? result.map(read) : read(result);
  } finally {
    for (const { dataId } of [...infos.map(([, info]) => info), result].flat()) backend.disposeData(dataId);
  }
}

type Named = Readonly<Record<string, Value>>;

function isKnown(kernel: string, inputs: readonly Value[], attrs: object): boolean {
  if (inputs.length === 0) return kernel === 'Range' && isShortRange(attrs as RangeAttrs);
  return inputs.every(
    ({ source, dtype, shape }) => source.kind === 'constant' && dtype === 'int32' && sizeOf(shape) <= LARGEST,
  );
}

interface RangeAttrs {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly dtype: string;
}

function isShortRange({ start, stop, step, dtype }: RangeAttrs): boolean {
  return dtype === 'int32' && Math.abs((stop - start) / step) <= LARGEST;
}

function infoOf({ source, shape, dtype }: Value, backend: MathBackendCPU): tf.TensorInfo {
  if (source.kind !== 'constant') throw new Error('only constants have values');
  const { data } = source;
  const all = data.length === 1 ? new ARRAY[dtype](sizeOf(shape)).fill(data[0]) : data.slice();
  return backend.makeTensorInfo([...shape], dtype, all);
}
