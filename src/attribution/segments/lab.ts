/** The white of sRGB, D65, by its X, Y and Z. */
const WHITE = [0.95047, 1, 1.08883] as const;

/** From linear red, green and blue to X, Y and Z (IEC 61966-2-1). */
const TO_XYZ = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const;

/** CIE L*a*b* of sRGB values in [0, 1]: distances in it are about as large as they look. Written to `out` at `at`. */
export function labOf(red: number, green: number, blue: number, out: Float64Array, at: number): void {
  const light = [linear(red), linear(green), linear(blue)];
  const [x, y, z] = TO_XYZ.map((row, i) =>
    curve((row[0] * light[0] + row[1] * light[1] + row[2] * light[2]) / WHITE[i]),
  );
  out[at] = 116 * y - 16;
  out[at + 1] = 500 * (x - y);
  out[at + 2] = 200 * (y - z);
}

const linear = (value: number): number =>
  value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92;
const curve = (share: number): number => (share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116);
