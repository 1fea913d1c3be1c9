import { InputError } from '../errors.ts';
import type { Tokens } from './model.ts';

/** A learned table with a row of numbers per index. */
export interface EmbeddingTable {
  readonly name: string;
  /** [vocabulary, width]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** How indices of the given shape become what the table has for them. */
export function tokensOf(
  { name, shape: [vocabulary, width], values }: EmbeddingTable,
  shape: readonly number[],
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
        result.set(values.subarray(index * width, (index + 1) * width), i * width);
      }
      return result;
    },
  };
}

/** Said of a model whose maps are taken behind an embedding. */
export const embeddingNotice = (name: string): string =>
  `maps are taken at the output of the embedding ${name}, which is not randomised`;
