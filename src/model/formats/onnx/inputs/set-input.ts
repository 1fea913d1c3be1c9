import { InputError } from '../../../../errors.ts';
import type { GivenArray } from '../../format.ts';
import { elementOf, elementWords } from '../file/element-types.ts';
import type { ValueProto } from '../file/value-proto.ts';
import { plain } from '../operators/plain.ts';
import { always, OTHER_BATCH, repeated } from '../trace/by-batch.ts';
import type { Traced } from '../trace/traced.ts';
import { type InputShape, shownShape } from './input-shape.ts';

/**
 * An input that is not explained, as a traced value: the same for every input of a batch, along whose axis it is
 * repeated where it has one. Throws InputError where its shape is open and does not fit what is given.
 */
export function setInput(
  { type, shape }: ValueProto,
  given: number | GivenArray,
  explained: InputShape,
  batchName: string | null,
  thing: string,
): Traced {
  const element = elementOf(type);
  if (!element) throw new InputError({ thing, expected: 'an input of numbers', found: elementWords(type) });
  const array = arrayOf(given, shape, explained, thing);
  const stated = plain(element.type, array.shape, array.values);
  const first = shape?.[0];
  // A file that was exported for one batch size goes on with shapes for that: what it is given is repeated where it is read.
  const follows = typeof first !== 'number' && (first ?? null) === batchName && explained.batch === null;
  const other = follows ? repeated(stated, 0, OTHER_BATCH) : stated;
  const known = follows ? { stated, other } : always(stated);
  const stored = follows ? null : () => stated;
  return { ...{ tensor: null, batch: null, reference: null, type: element.type }, known, stored };
}

function arrayOf(
  given: number | GivenArray,
  shape: ValueProto['shape'],
  explained: InputShape,
  thing: string,
): { shape: number[]; values: ArrayLike<number> } {
  const refuse = (expected: string, found: string, hint?: string): never => {
    throw new InputError({ thing, expected, found, hint });
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
    : refuse(
        `an array ${shownShape(stated)}`,
        shownShape(given.shape),
        'It is the same for every explained input.',
      );
}
