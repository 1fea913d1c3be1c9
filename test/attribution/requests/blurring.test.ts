import { expect, test } from 'vitest';
import { blurBySide } from '../../../src/attribution/requests/blurring.ts';

test('a blur by sides is that of scipy, with an SD of its own along each side', () => {
  const [height, width] = [6, 11];
  const input = new Float32Array(height * width);
  input[0] = 0.5;
  input[width + 2] = 1;
  input[4 * width + 9] = 2;
  const out = new Float32Array(input.length);
  blurBySide(input, [height, width, 1], 0.15, out);
  // gaussian_filter(x, (.9, 1.65), mode='reflect', truncate=4), the first row and the last.
  const expected = [
    ...[0.196038011, 0.167428098, 0.122930827, 0.075917596, 0.037296208, 0.013755975, 0.003664536],
    ...[0.000693723, 9.9687e-5, 2.138e-5, 1.4444e-5],
    ...[3.695e-6, 4.873e-6, 2.2085e-5, 0.000184471, 0.001358922, 0.007100163, 0.025796298, 0.065523761],
    ...[0.118408261, 0.159385146, 0.175493093],
  ];
  const found = [...out.subarray(0, width), ...out.subarray(5 * width)];
  for (const [at, value] of expected.entries()) expect(Math.abs(found[at] - value)).toBeLessThan(2e-8);
});
