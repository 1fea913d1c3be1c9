/** The Gaussian is cut off at so many SDs. */
const RADIUS = 4;

/** For every place along an axis, the places that a blurred value is made of, and what they count. */
export interface AxisBlur {
  readonly first: Int32Array;
  readonly weights: readonly Float64Array[];
}

/**
 * A Gaussian of some SD, sampled at whole pixels out to four SDs and scaled to sum to 1, along an axis that is reflected beyond its
 * ends, the edge repeated. What falls on one place is added up beforehand: no place costs more than the axis is long.
 */
export function axisBlur(length: number, sd: number, radius = Math.ceil(RADIUS * sd)): AxisBlur {
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    sd === 0 ? 1 : Math.exp(-(((i - radius) / sd) ** 2) / 2),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  const first = new Int32Array(length);
  const weights = Array.from({ length }, (_, place) => {
    const row = new Float64Array(length);
    for (let d = -radius; d <= radius; d++) row[reflected(place + d, length)] += kernel[d + radius] / sum;
    first[place] = row.findIndex((weight) => weight > 0);
    return row.slice(first[place], row.findLastIndex((weight) => weight > 0) + 1);
  });
  return { first, weights };
}

/** A place beyond the border, reflected: -1 is 0, -2 is 1. */
export function reflected(place: number, length: number): number {
  const period = 2 * length;
  const within = ((place % period) + period) % period;
  return within < length ? within : period - 1 - within;
}

/** Writes an input [H, W, C] under a Gaussian of some SD in pixels: rows, then columns. */
export function blurPicture(
  input: Float32Array,
  shape: readonly number[],
  sd: number,
  out: Float32Array,
): void {
  blurAlong(input, shape, { down: axisBlur(shape[0], sd), across: axisBlur(shape[1], sd) }, out);
}

/** The same with a Gaussian of its own along each side, whose SD is a share of that side; cut off as in scipy, at 4 SD to the nearest pixel. */
export function blurBySide(
  input: Float32Array,
  shape: readonly number[],
  share: number,
  out: Float32Array,
): void {
  const along = (side: number) => axisBlur(side, share * side, Math.floor(RADIUS * share * side + 0.5));
  blurAlong(input, shape, { down: along(shape[0]), across: along(shape[1]) }, out);
}

function blurAlong(
  input: Float32Array,
  [height, width, channels]: readonly number[],
  { down, across }: { readonly down: AxisBlur; readonly across: AxisBlur },
  out: Float32Array,
): void {
  const line = width * channels;
  const between = new Float64Array(input.length);
  for (let row = 0; row < height; row++) {
    for (const [i, weight] of down.weights[row].entries()) {
      const from = (down.first[row] + i) * line;
      for (let at = 0; at < line; at++) between[row * line + at] += weight * input[from + at];
    }
  }
  const sums = new Float64Array(channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      sums.fill(0);
      const weights = across.weights[column];
      let at = row * line + across.first[column] * channels;
      for (let i = 0; i < weights.length; i++) {
        for (let k = 0; k < channels; k++) sums[k] += weights[i] * between[at++];
      }
      out.set(sums, row * line + column * channels);
    }
  }
}
