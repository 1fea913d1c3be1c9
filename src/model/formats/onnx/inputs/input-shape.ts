import { InputError } from '../../../../errors.ts';
import { MOST_NUMBERS, tooLarge } from '../../../activation-bound.ts';
import type { NodeProto } from '../file/graph-proto.ts';
import type { ValueProto } from '../file/value-proto.ts';

/** The shape of an input as the file has it. */
export interface InputShape {
  /** The batch size that the file states; null where it leaves that open. */
  readonly batch: number | null;
  /** Without the batch axis. */
  readonly shape: readonly number[];
  /** What the file calls extents that it leaves open, with what they are. */
  readonly named: ReadonlyMap<string, number>;
}

/**
 * The shape of the explained input, its first axis the batch. Throws InputError for axes that are open and not given by
 * `size`, and for inputs that are no tensors.
 */
export function inputShape(
  { name, kind, shape }: ValueProto,
  size: number | readonly number[] | undefined,
  path: string,
): InputShape {
  const thing = `${path}: input ${name}`;
  if (kind !== 'tensor')
    throw new InputError({ thing, expected: 'a tensor', found: kind ?? 'one of no type' });
  if (!shape) throw new InputError({ thing, expected: 'a fixed input shape', found: 'one of any rank' });
  if (shape.length < 2) {
    const expected = 'a batch axis and at least one more';
    throw new InputError({ thing, expected, found: shownShape(shape) });
  }
  const open = shape.slice(1).filter(isOpen).length;
  const given = typeof size === 'number' ? Array<number>(open).fill(size) : [...(size ?? [])];
  if (given.length !== open) {
    const found = `${shownShape(shape)}${size === undefined ? '' : ` and ${given.length} of ${open} open extents`}`;
    const hint = open > 0 ? 'Give the open extents: --size 224, or one for each with commas.' : undefined;
    throw new InputError({ thing, expected: 'a fixed input shape', found, hint });
  }
  const named = new Map<string, number>();
  const rest = shape.slice(1).map((extent) => {
    if (!isOpen(extent)) return extent as number;
    const own = given.shift()!;
    if (typeof extent === 'string') named.set(extent, own);
    return own;
  });
  const count = rest.reduce((product, extent) => product * extent, 1);
  if (!(count <= MOST_NUMBERS)) throw tooLarge(thing, shownShape(shape));
  return { batch: isOpen(shape[0]) ? null : (shape[0] as number), shape: rest, named };
}

const isOpen = (extent: number | string | null): boolean =>
  typeof extent !== 'number' || !Number.isSafeInteger(extent) || extent < 1;

export const shownShape = (shape: readonly (number | string | null)[]): string =>
  `[${shape.map((extent) => (typeof extent === 'number' && isOpen(extent) ? 'any' : (extent ?? 'any'))).join(', ')}]`;

/** Numbers of channels that pictures have. */
const MOST_CHANNELS = 4;
const TO_CHANNELS_FIRST = '0,3,1,2';

/**
 * Whether an input [a, b, c] is an image with its channels first: by its extents where one of them can be a number of
 * channels, else by what reads it, since a file of a framework with channels last transposes its input first.
 */
export function hasChannelsFirst(
  name: string,
  shape: readonly number[],
  nodes: readonly NodeProto[],
): boolean {
  if (shape.length !== 3) return false;
  const [first, , last] = shape;
  if (first <= MOST_CHANNELS !== last <= MOST_CHANNELS) return first <= MOST_CHANNELS;
  const transposed = nodes.some(
    ({ op, inputs, attributes }) =>
      op === 'Transpose' &&
      inputs[0] === name &&
      attributes.some(({ ints }) => ints.join() === TO_CHANNELS_FIRST),
  );
  return !transposed;
}
