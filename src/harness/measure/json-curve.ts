/** As many as single precision has, in which networks answer. */
const DIGITS = 7;

/** A curve of every input, [inputs, points], as JSON keeps it: a list for each input, to seven digits, null where undefined. */
export function jsonCurve(values: Float64Array, count: number): (number | null)[][] {
  const points = values.length / count;
  return Array.from({ length: count }, (_, i) =>
    Array.from(values.subarray(i * points, (i + 1) * points), (value) =>
      Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null,
    ),
  );
}
