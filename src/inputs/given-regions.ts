import { InputError } from '../errors.ts';
import { type Box, type Region, regionOfBoxes, regionOfMask } from '../similarity/region/region.ts';

const EXPECTED =
  'boxes [top, left, bottom, right] with top < bottom and left < right, or a mask of one number a pixel';

/** A picture that boxes are given in, and the size that a model sees it at. */
interface Frame {
  readonly height: number;
  readonly width: number;
  /** Pixels of the picture itself; those of the model by default. */
  readonly of?: { readonly height: number; readonly width: number };
}

/** Reads what was given for one input. Throws InputError for what is neither boxes nor a mask of its size. */
export function regionOf(given: unknown, thing: string, { height, width, of }: Frame): Region | null {
  if (given === null || given === undefined) return null;
  const boxes = boxesIn(given);
  if (boxes) {
    const [down, across] = [height / (of?.height ?? height), width / (of?.width ?? width)];
    const scaled = boxes.map(
      ([top, left, bottom, right]): Box => [top * down, left * across, bottom * down, right * across],
    );
    return regionOfBoxes(scaled, height, width);
  }
  const numbers = given as ArrayLike<number>;
  if (isList(given) && numbers.length === height * width && Array.from(numbers).every(Number.isFinite)) {
    return regionOfMask(numbers, height, width);
  }
  throw new InputError({ thing, expected: EXPECTED, found: describe(given) });
}

/** A list of boxes, or one box alone; null for anything else. */
function boxesIn(given: unknown): readonly Box[] | null {
  if (isBox(given)) return [given];
  return Array.isArray(given) && given.every(isBox) ? given : null;
}

const isBox = (value: unknown): value is Box =>
  Array.isArray(value) &&
  value.length === 4 &&
  value.every((edge) => typeof edge === 'number' && Number.isFinite(edge)) &&
  value[0] < value[2] &&
  value[1] < value[3];

const isList = (value: unknown): boolean =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function describe(given: unknown): string {
  const text = isList(given)
    ? JSON.stringify(Array.from(given as ArrayLike<unknown>).slice(0, 4))
    : JSON.stringify(given);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
