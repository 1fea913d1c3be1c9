/** An array [N, C, ...] as [N, ..., C]. `shape` is that of one input: [H, W, C], or [steps, C]. */
export function channelsLast<T extends Float32Array | Uint8Array>(values: T, shape: readonly number[]): T {
  const channels = shape.at(-1)!;
  const pixels = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
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
  const isShape = (own: readonly number[]) => shape?.slice(1).join() === own.join();
  if (!channelsFirst || inputShape.length < 2 || isShape(inputShape)) return arrays;
  if (!shape || !isShape([inputShape.at(-1)!, ...inputShape.slice(0, -1)])) return arrays;
  return { ...arrays, values: channelsLast(values, inputShape), shape: [shape[0], ...inputShape] };
}
