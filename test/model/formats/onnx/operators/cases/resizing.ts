import type { OperatorCase } from '../agreement.ts';
import type { Attribute } from '../one-node.ts';
import { constant, ints, x } from '../operands.ts';

const image = x([1, 2, 4, 5], 3);
const none = constant([0], []);

type Attributes = Readonly<Record<string, Attribute>>;

function sized(name: string, sizes: readonly number[], attributes: Attributes, set = 19): OperatorCase {
  return { name, op: 'Resize', set, operands: [image, null, null, ints(...sizes)], attributes, within: 5e-6 };
}

function scaled(name: string, scales: readonly number[], attributes: Attributes, set = 19): OperatorCase {
  const operands = [image, set < 13 ? none : null, constant([scales.length], scales)];
  return { name, op: 'Resize', set, operands, attributes, within: 5e-6 };
}

const mode = (name: string, coordinates: string, more: Attributes = {}): Attributes => ({
  mode: name,
  coordinate_transformation_mode: coordinates,
  ...more,
});

const COORDINATES = [
  'half_pixel',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'half_pixel_symmetric',
];

export const RESIZINGS: readonly OperatorCase[] = [
  ...COORDINATES.flatMap((name) => [
    sized(`linear, ${name}, larger`, [1, 2, 7, 8], mode('linear', name)),
    sized(`linear, ${name}, smaller`, [1, 2, 3, 2], mode('linear', name)),
    sized(`nearest, ${name}, larger`, [1, 2, 7, 8], mode('nearest', name)),
    sized(`cubic, ${name}`, [1, 2, 6, 3], mode('cubic', name)),
  ]),
  ...['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'].map((nearest) =>
    sized(`nearest, ${nearest}`, [1, 2, 6, 7], mode('nearest', 'half_pixel', { nearest_mode: nearest })),
  ),
  sized('to one pixel', [1, 2, 1, 1], mode('linear', 'pytorch_half_pixel')),
  scaled('by twice, nearest', [1, 1, 2, 2], mode('nearest', 'asymmetric', { nearest_mode: 'floor' })),
  scaled('by twice, linear', [1, 1, 2, 2], mode('linear', 'half_pixel')),
  scaled('by a fraction, linear', [1, 1, 1.3, 0.7], mode('linear', 'half_pixel')),
  scaled('by a fraction, nearest', [1, 1, 1.3, 0.7], mode('nearest', 'asymmetric')),
  scaled('before set 13', [1, 1, 2, 2], mode('linear', 'align_corners'), 11),
  scaled('between corners, before set 13', [1, 1, 1, 2], mode('nearest', 'tf_half_pixel_for_nn'), 11),
  sized(
    'cubic, of another shape',
    [1, 2, 6, 7],
    mode('cubic', 'half_pixel', { cubic_coeff_a: { float: -0.5 } }),
  ),
  sized('cubic, without the outside', [1, 2, 6, 7], mode('cubic', 'half_pixel', { exclude_outside: 1 })),
  sized('linear, smoothed', [1, 2, 2, 3], mode('linear', 'half_pixel', { antialias: 1 })),
  sized('cubic, smoothed', [1, 2, 2, 3], mode('cubic', 'half_pixel', { antialias: 1 })),
  sized('along axes', [6, 3], mode('linear', 'half_pixel', { axes: [2, 3] })),
  sized(
    'at most',
    [8, 8],
    mode('linear', 'half_pixel', { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' }),
  ),
  {
    ...sized(
      'a part',
      [1, 2, 3, 4],
      mode('linear', 'tf_crop_and_resize', { extrapolation_value: { float: 0.5 } }),
    ),
    operands: [image, constant([8], [0, 0, 0.2, -0.3, 1, 1, 0.9, 0.8]), null, ints(1, 2, 3, 4)],
  },
  {
    ...{ name: 'by attributes', op: 'Upsample', set: 8, operands: [image] },
    attributes: { mode: 'nearest', scales: { floats: [1, 1, 2, 3] } },
  },
  {
    ...{ name: 'linear', op: 'Upsample', set: 9, operands: [image, constant([4], [1, 1, 2, 2])] },
    attributes: { mode: 'linear' },
  },
  {
    ...{ name: 'in set 10', op: 'Resize', set: 10, operands: [image, constant([4], [1, 1, 2, 0.6])] },
    attributes: { mode: 'nearest' },
  },
];
