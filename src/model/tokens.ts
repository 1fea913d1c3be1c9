import { InputError } from '../errors.ts';
import type { Tokens } from './model.ts';

/** A learned table with a row of numbers per index. */
export interface EmbeddingTable {
  readonly name: string;
  /** [vocabulary, width]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * How indices of the given shape become what the table has for them. `apart` are indices that no input may hold, because
 * the network asks for them beside the table.
 */
export function tokensOf(
  { name, shape: [vocabulary, width], values }: EmbeddingTable,
  shape: readonly number[],
  apart: readonly number[] = [],
): Tokens {
  return {
    shape,
    vocabulary,
    embed(indices) {
      const result = new Float32Array(indices.length * width);
      const length = shape.reduce((product, extent) => product * extent, 1);
      for (const [i, index] of indices.entries()) {
        if (!Number.isInteger(index) || index < 0 || index >= vocabulary) {
          throw new InputError({
            thing: `value ${i % length} of input ${Math.floor(i / length)}`,
            expected: `an index of ${name}, a whole number from 0 to ${vocabulary - 1}`,
            found: String(index),
          });
        }
        if (apart.includes(index)) {
          throw new InputError({
            thing: `value ${i % length} of input ${Math.floor(i / length)}`,
            expected: `tokens that the network does not treat apart from others, as it does ${apart.join(', ')}`,
            found: String(index),
            hint: 'Padding is such a token: give inputs of the full length without it.',
          });
        }
        result.set(values.subarray(index * width, (index + 1) * width), i * width);
      }
      return result;
    },
  };
}

/** Said of a model whose maps are taken behind an embedding. */
export const embeddingNotice = (name: string): string =>
  `maps are taken at the output of the embedding ${name}, which is not randomised`;
