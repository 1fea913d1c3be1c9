import { InputError } from '../../errors.ts';
import { Stream } from '../stream.ts';

export interface LabelNoise {
  readonly seed: number;
  /** Which of the independent permutations; 0 by default. */
  readonly permutation?: number;
  /** Share of the inputs whose labels are permuted among themselves, above 0 and up to 1; 1, all of them, by default. */
  readonly share?: number;
}

/**
 * Labels in a fixed random order: as many of each class as before, but on other inputs. By chance some inputs get their own
 * label again. The order follows from seed, permutation and share alone.
 */
export function permutedLabels(labels: ArrayLike<number>, noise: LabelNoise): Int32Array {
  const { seed, permutation = 0, share = 1 } = noise;
  if (!(share > 0 && share <= 1)) {
    throw new InputError({
      thing: 'label noise',
      expected: 'a share above 0 and up to 1',
      found: String(share),
    });
  }
  const stream = new Stream('labels', seed, permutation, share);
  const all = Int32Array.from(labels);
  const places = stream.shuffle(Int32Array.from(all.keys())).subarray(0, Math.round(share * all.length));
  const moved = stream.shuffle(places.map((place) => all[place]));
  for (const [i, place] of places.entries()) all[place] = moved[i];
  return all;
}
