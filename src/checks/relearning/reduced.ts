/** Which pixels of images of a shape there are, and how many values each has: a value of a table is a pixel of its own. */
export interface PixelGrid {
  readonly pixels: number;
  readonly channels: number;
}

/** The grid of images [H, W, C], of maps [H, W] or of tables [features]. */
export function gridOf(shape: readonly number[]): PixelGrid {
  if (shape.length === 1) return { pixels: shape[0], channels: 1 };
  return { pixels: shape[0] * shape[1], channels: shape[2] ?? 1 };
}

/** Mean of images [N, ...shape], one value for each channel; of tables one for each feature. */
export function meanByChannel(values: Float32Array, shape: readonly number[]): Float64Array {
  const kinds = shape.length === 1 ? shape[0] : gridOf(shape).channels;
  const sums = new Float64Array(kinds);
  for (let at = 0; at < values.length; at++) sums[at % kinds] += values[at];
  return sums.map((sum) => (sum * kinds) / values.length);
}

/** How many of some pixels a share of them is, halves up. */
export const pixelsIn = (share: number, pixels: number): number => Math.floor(share * pixels + 0.5);

/** By place, the pixels of an image in the order in which they go. */
export type OrderOf = (image: number) => ArrayLike<number>;

/** Images [N, ...shape] that lack the first pixels of an order each: all their channels are the mean. */
export function reduced(
  values: Float32Array,
  shape: readonly number[],
  mean: Float64Array,
  { share, orderOf }: { readonly share: number; readonly orderOf: OrderOf },
): Float32Array {
  const { pixels, channels } = gridOf(shape);
  const size = pixels * channels;
  const gone = pixelsIn(share, pixels);
  const out = values.slice();
  for (let image = 0; image * size < values.length; image++) {
    const order = orderOf(image);
    for (let rank = 0; rank < gone; rank++) {
      const from = order[rank] * channels;
      for (let at = from; at < from + channels; at++) out[image * size + at] = mean[at % mean.length];
    }
  }
  return out;
}
