import type { Batch } from '../method.ts';
import { blurPicture } from '../requests/blurring.ts';
import { sizeOf } from '../requests/request.ts';

/** Levels of blur between which values are interpolated. */
const LEVELS = 8;

/**
 * Inputs [H, W, C] blurred by a Gaussian of an SD of (1 - m) times `most` pixels where a mask is m, linearly between eight SDs (Fong et al.
 * 2019, section 3.2).
 */
export class BlurLevels {
  readonly #levels: readonly (readonly Float32Array[])[];
  readonly #channels: number;

  constructor(inputs: Batch, most: number) {
    const size = sizeOf(inputs);
    this.#channels = inputs.shape[2];
    this.#levels = Array.from({ length: inputs.count }, (_, image) =>
      Array.from({ length: LEVELS }, (_, level) => {
        const out = new Float32Array(size);
        const input = inputs.values.subarray(image * size, (image + 1) * size);
        blurPicture(input, inputs.shape, most * (1 - level / (LEVELS - 1)), out);
        return out;
      }),
    );
  }

  /** Writes an input as its mask leaves it. */
  masked(image: number, mask: Float64Array, out: Float32Array): void {
    this.#each(image, mask, (at, _, below, above, share) => {
      out[at] = below + share * (above - below);
    });
  }

  /** The derivative by the mask of what has the derivative `slope` by the masked input. */
  transpose(image: number, mask: Float64Array, slope: Float32Array): Float64Array {
    const out = new Float64Array(mask.length);
    this.#each(image, mask, (at, pixel, below, above) => {
      out[pixel] += slope[at] * (LEVELS - 1) * (above - below);
    });
    return out;
  }

  #each(
    image: number,
    mask: Float64Array,
    visit: (at: number, pixel: number, below: number, above: number, share: number) => void,
  ): void {
    const levels = this.#levels[image];
    for (let pixel = 0; pixel < mask.length; pixel++) {
      const place = mask[pixel] * (LEVELS - 1);
      const level = Math.min(LEVELS - 2, Math.floor(place));
      const [below, above] = [levels[level], levels[level + 1]];
      for (let at = pixel * this.#channels; at < (pixel + 1) * this.#channels; at++)
        visit(at, pixel, below[at], above[at], place - level);
    }
  }
}
