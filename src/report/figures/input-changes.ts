import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import type { PixelBytes } from './picture.ts';

/** What a check has its maps explain at a stage, of a check that shows it: [...shape of an input]. */
export function shownInput(
  { inputs }: Pictures,
  check: CheckPictures,
  at: number,
  input: number,
): Float32Array {
  const size = inputs.shape.reduce((product, n) => product * n, 1);
  const from = (at * inputs.ids.length + input) * size;
  return (check.inputs ?? new Float32Array(from + size)).subarray(from, from + size);
}

/** What was added to an input at a stage. */
export function inputChange(
  pictures: Pictures,
  check: CheckPictures,
  at: number,
  input: number,
): Float32Array {
  const given = shownInput(pictures, check, 0, input);
  return shownInput(pictures, check, at, input).map((value, p) => value - given[p]);
}

/** By what whole number every change may be multiplied, so that the largest is half of the range of its input at most. */
export function amplification(
  pictures: Pictures,
  checks: readonly CheckPictures[],
  inputs: readonly number[],
): number {
  let times = Number.POSITIVE_INFINITY;
  for (const check of checks.filter((each) => each.inputs)) {
    for (const input of inputs) {
      const half = spanOf(shownInput(pictures, check, 0, input)) / 2;
      for (let at = 1; at < check.stages.length; at++) {
        const largest = inputChange(pictures, check, at, input).reduce((a, d) => Math.max(a, Math.abs(d)), 0);
        // Values are rounded: what is 8/255 to all but the last bit counts as that.
        if (largest > 0) times = Math.min(times, Math.floor((half / largest) * (1 + 1e-4)));
      }
    }
  }
  return Number.isFinite(times) ? Math.max(1, times) : 1;
}

/** The colours of a change on grey, so many times as large as it is, over the range of the input that it was added to. */
export function changeBytes(given: Float32Array, times: number): PixelBytes {
  const span = spanOf(given) || 1;
  return (value) => Math.round(255 * Math.min(1, Math.max(0, 0.5 + (times * value) / span)));
}

function spanOf(values: Float32Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
