/** An array [N, C, H, W] as [N, H, W, C]. `shape` is that of one input: [H, W, C]. */
export function channelsLast<T extends Float32Array | Uint8Array>(
  values: T,
  [height, width, channels]: readonly number[],
): T {
  const pixels = height * width;
  const size = pixels * channels;
  return values.map((_, i) => {
    const at = i % size;
    return values[i - at + (at % channels) * pixels + Math.floor(at / channels)];
  }) as T;
}

interface Images {
  readonly values: Float32Array | Uint8Array;
  readonly shape?: readonly number[];
  readonly inputShape: readonly number[];
  readonly channelsFirst?: boolean;
}

/** Arrays with their channels last, where they may come with channels first and do. */
export function withChannelsLast<A extends Images>(arrays: A): A {
  const { values, shape, inputShape, channelsFirst = false } = arrays;
  const [height, width, channels] = inputShape;
  const isShape = (own: readonly number[]) => shape?.slice(1).join() === own.join();
  if (!channelsFirst || inputShape.length !== 3 || isShape(inputShape)) return arrays;
  if (!shape || !isShape([channels, height, width])) return arrays;
  return { ...arrays, values: channelsLast(values, inputShape), shape: [shape[0], ...inputShape] };
}
