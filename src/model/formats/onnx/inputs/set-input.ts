import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../../../errors.ts';
import { operator } from '../../../network/operation.ts';
import type { GivenArray } from '../../format.ts';
import { elementOf, elementWords } from '../file/element-types.ts';
import type { ValueProto } from '../file/value-proto.ts';
import { type Plain, plain, toTensor } from '../operators/plain.ts';
import { always } from '../trace/by-batch.ts';
import { type OnnxOperation, WITHOUT_KERNEL } from '../trace/onnx-operation.ts';
import type { Traced } from '../trace/traced.ts';
import { type InputShape, shownShape } from './input-shape.ts';

/**
 * An input that is not explained, as a traced value: the same for every input of a batch, along whose axis it is
 * repeated where it has one. Throws InputError where its shape is open and does not fit what is given.
 */
export function setInput(
  { name, type, shape }: ValueProto,
  given: number | GivenArray,
  explained: InputShape,
  batchName: string | null,
  thing: string,
): Traced {
  const element = elementOf(type);
  if (!element) throw new InputError({ thing, expected: 'an input of numbers', found: elementWords(type) });
  const array = arrayOf(given, shape, explained, thing);
  const first = shape?.[0];
  const batched =
    first !== undefined &&
    (first === explained.batch ||
      (typeof first === 'string' && first === batchName) ||
      (first === null && batchName === null));
  if (!batched) {
    const known: Plain = plain(element.type, array.shape, array.values);
    return {
      tensor: null,
      batch: null,
      reference: null,
      known: always(known),
      stored: () => known,
      type: element.type,
    };
  }
  const one = plain(element.type, [1, ...array.shape.slice(1)], array.values);
  const rest = array.shape.slice(1);
  const node: OnnxOperation = {
    ...operator('other', { silent: true }),
    ...WITHOUT_KERNEL,
    ...{ name, op: 'Input', inputs: [] },
    perform: (_, batch) => [tf.tile(toTensor(one), [batch, ...rest.map(() => 1)])],
  };
  return {
    tensor: tf.zeros([0, ...rest], toTensor(one).dtype),
    batch: { axis: 0, count: 1, inner: 1 },
    reference: { node, index: 0 },
    ...{ known: null, stored: null, type: element.type },
  };
}

function arrayOf(
  given: number | GivenArray,
  shape: ValueProto['shape'],
  explained: InputShape,
  thing: string,
): { shape: number[]; values: ArrayLike<number> } {
  const refuse = (expected: string, found: string): never => {
    throw new InputError({ thing, expected, found });
  };
  const stated = (shape ?? []).map((extent, axis) => {
    if (typeof extent === 'string' && explained.named.has(extent)) return explained.named.get(extent)!;
    if (typeof extent === 'number' && extent > 0)
      return axis === 0 && extent === explained.batch ? 1 : extent;
    return axis === 0 ? 1 : null;
  });
  if (typeof given === 'number') {
    if (stated.includes(null))
      refuse('an array: its shape is open', `${given} for ${shownShape(shape ?? [])}`);
    const size = (stated as number[]).reduce((product, extent) => product * extent, 1);
    return { shape: stated as number[], values: new Float64Array(size).fill(given) };
  }
  const fits = (own: readonly number[]) =>
    own.length === stated.length &&
    own.every((extent, axis) => stated[axis] === null || stated[axis] === extent);
  const own = [given.shape, [1, ...given.shape]].find(fits);
  return own
    ? { shape: [...own], values: given.values }
    : refuse(`an array ${shownShape(stated)}`, shownShape(given.shape));
}
