import type { NoiseSettings } from '../settings.ts';
import { type Question, sizeOf } from './request.ts';

/** Writes an input with the noise of one draw, scaled by the input's own range (Smilkov et al. 2017, section 3). */
export function noisyInputs(
  { inputs, noise }: Question,
  { spread }: Pick<NoiseSettings, 'spread'> & Partial<NoiseSettings>,
) {
  const size = sizeOf(inputs);
  const deviations = Float64Array.from({ length: inputs.count }, (_, i) => {
    let low = Infinity;
    let high = -Infinity;
    for (const v of inputs.values.subarray(i * size, (i + 1) * size)) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
    return spread * (high - low);
  });
  return (image: number, draw: number, out: Float32Array): void => {
    noise.fill(image, draw, out);
    const from = image * size;
    const sd = deviations[image];
    for (let p = 0; p < size; p++) out[p] = inputs.values[from + p] + sd * out[p];
  };
}
