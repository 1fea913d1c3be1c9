import { InputError } from '../errors.ts';

/**
 * The most numbers that everything a network computes for one input may come to: 4 GiB as float32. The largest networks
 * for photographs stay below; a file of some bytes can ask for any amount.
 */
export const MOST_NUMBERS = 2 ** 30;

/** What one layer or node gives for one input. */
export interface OutputSize {
  readonly name: string;
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

/** Throws InputError, which names the layer, for outputs without a size and for more numbers than the bound in all. */
export function requireBounded(outputs: readonly OutputSize[], source: string): void {
  let [total, largest, most] = [0, '', 0];
  for (const { name, shape } of outputs) {
    if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
      const found = `[${shape.map((extent) => extent ?? 'any').join(', ')}]`;
      const expected = 'an output of a known shape that is not empty';
      throw new InputError({ thing: `${source}: layer ${name}`, expected, found });
    }
    const size = shape.reduce((product, extent) => product * extent, 1);
    total += size;
    if (size > most) [largest, most] = [name, size];
  }
  if (total > MOST_NUMBERS) throw tooLarge(`${source}: layer ${largest}`, `${most} of ${total}`);
}

/** The refusal of a network whose outputs come to more than the bound; it names the largest one of them. */
export const tooLarge = (thing: string, found: string): InputError =>
  new InputError({
    thing,
    expected: `a network that computes at most ${MOST_NUMBERS} numbers per input in all`,
    found,
  });
