/** Weights of a symmetric, separable window along one axis: an odd number of taps that sum to 1. */
export type Taps = Float64Array;

/** Samples of a Gaussian, cut off at `radius`; sigma and radius in pixels. */
export function gaussianTaps(sigma: number, radius: number): Taps {
  const taps = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-(((i - radius) / sigma) ** 2) / 2),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** Equal weights; `size` is odd. */
export function uniformTaps(size: number): Taps {
  return new Float64Array(size).fill(1 / size);
}

/**
 * Weighted means over all windows that lie inside a row-major plane: one per inner pixel, row-major,
 * (height - size + 1) x (width - size + 1) for windows of size x size. The plane must hold at least one window.
 */
export function windowMeans(plane: Float64Array, height: number, width: number, taps: Taps): Float64Array {
  const innerHeight = height - taps.length + 1;
  const innerWidth = width - taps.length + 1;
  const means = new Float64Array(innerHeight * innerWidth);
  if (taps.length === 11 && Math.min(innerHeight, innerWidth) > 1) {
    meansOfEleven(plane, taps, innerHeight, innerWidth, means);
  } else {
    meansOfAny(plane, taps, innerHeight, innerWidth, means);
  }
  return means;
}

function meansOfAny(
  plane: Float64Array,
  taps: Taps,
  height: number,
  width: number,
  means: Float64Array,
): void {
  const outerWidth = width + taps.length - 1;
  const row = new Float64Array(outerWidth);
  for (let y = 0; y < height; y++) {
    // Down the columns for one row of windows, then along that row.
    row.fill(0);
    for (let tap = 0; tap < taps.length; tap++) {
      const first = (y + tap) * outerWidth;
      for (let x = 0; x < outerWidth; x++) row[x] += taps[tap] * plane[first + x];
    }
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++) sum += taps[tap] * row[x + tap];
      means[y * width + x] = sum;
    }
  }
}

/** The same for 11 symmetric taps, the Gaussian of SSIM, in a third of the time. Two rows and columns or more. */
function meansOfEleven(
  plane: Float64Array,
  taps: Taps,
  height: number,
  width: number,
  means: Float64Array,
): void {
  const outerWidth = width + 10;
  const rows = new Float64Array(2 * outerWidth);
  for (let pair = 0; pair < height; pair += 2) {
    // Of an odd number of rows, or columns, the last pair takes in one that is done already.
    const y = Math.min(pair, height - 2);
    weighPairs(plane, y * outerWidth, outerWidth, taps, rows, 0, outerWidth, 1, outerWidth);
    for (const row of [0, 1]) {
      const from = row * outerWidth;
      const to = (y + row) * width;
      weighPairs(rows, from, 1, taps, means, to, 1, 2, width >> 1);
      weighPairs(rows, from + width - 2, 1, taps, means, to + width - 2, 1, 2, width & 1);
    }
  }
}

/**
 * Weighs `count` runs of 12 values of `from`, the first run at `at`, its values `step` apart, the next run `stride` on.
 * Two windows share 10 of the 12 values, so each run gives two sums: to `to` at `start` and `second` further.
 */
function weighPairs(
  from: Float64Array,
  at: number,
  step: number,
  taps: Taps,
  to: Float64Array,
  start: number,
  second: number,
  stride: number,
  count: number,
): void {
  const t0 = taps[5];
  const t1 = taps[6];
  const t2 = taps[7];
  const t3 = taps[8];
  const t4 = taps[9];
  const t5 = taps[10];
  for (let i = 0; i < count; i++) {
    const p = at + i * stride;
    const a = from[p];
    const b = from[p + step];
    const c = from[p + 2 * step];
    const d = from[p + 3 * step];
    const e = from[p + 4 * step];
    const f = from[p + 5 * step];
    const g = from[p + 6 * step];
    const h = from[p + 7 * step];
    const j = from[p + 8 * step];
    const k = from[p + 9 * step];
    const l = from[p + 10 * step];
    const m = from[p + 11 * step];
    const out = start + i * stride;
    to[out] = t0 * f + t1 * (e + g) + t2 * (d + h) + t3 * (c + j) + t4 * (b + k) + t5 * (a + l);
    to[out + second] = t0 * g + t1 * (f + h) + t2 * (e + j) + t3 * (d + k) + t4 * (c + l) + t5 * (b + m);
  }
}
